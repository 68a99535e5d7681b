import { expect, it } from 'vitest';
import { deliveredFilm } from '#core/film/interchange/delivered-film.ts';
import { RATES, sampleDelivery } from '#core/film/interchange/sample-delivery.test-support.ts';
import { writeOtio } from '#core/film/interchange/write-otio.ts';
import { placedCut } from '#core/domain/timeline/cut.ts';
import { BringBack } from './bring-back.svelte.ts';

function opened() {
  const { document, takes } = sampleDelivery(RATES.film, [[{ length: 48 }, { length: 72 }, { length: 24 }]]);
  const said: string[] = [];
  const bringBack = new BringBack({
    film: () => document.project,
    takes: () => takes,
    run: (command) => document.run(command),
    tried: (command) => document.tried(command),
    shell: { announce: (text) => void said.push(text) },
  });
  const cut = JSON.parse(writeOtio(deliveredFilm(document.project, takes))) as { tracks: { children: { children: object[] }[] } };
  return { document, bringBack, said, cut };
}

const lengths = (document: ReturnType<typeof opened>['document']) => placedCut(document.project).map(({ place }) => place.end - place.start);

it('changes nothing before it is confirmed, and shows what would change', async () => {
  const { document, bringBack, said, cut } = opened();
  cut.tracks.children[0]!.children.splice(1, 1);
  await bringBack.open(new File([JSON.stringify(cut)], 'cut.otio'));
  expect(lengths(document)).toEqual([48, 72, 24]);
  expect(bringBack.preview).toMatchObject({ fileName: 'cut.otio', remarks: [] });
  expect(bringBack.preview?.left).toHaveLength(1);
  expect(bringBack.preview?.differences.map(({ kind }) => kind)).toEqual(['removed']);
  bringBack.keep = true;
  expect(bringBack.preview?.differences).toEqual([]);
  bringBack.keep = false;
  bringBack.confirm();
  expect(lengths(document)).toEqual([48, 24]);
  expect(bringBack.preview).toBeNull();
  expect(said).toEqual(['cut.otio is read. Look at what it changes, then bring it back.', 'The cut is brought back. Undo takes it away again.']);
});

it('says what is wrong with a file, and forgets it', async () => {
  const { bringBack, said, cut } = opened();
  await bringBack.open(new File(['<fcpxml version="9"/>'], 'new.fcpxml'));
  expect(bringBack.problem).toContain('version 9');
  expect(said).toEqual([bringBack.problem]);
  for (const clip of cut.tracks.children[0]!.children) Object.assign(clip, { name: 'x', metadata: {}, media_references: {} });
  await bringBack.open(new File([JSON.stringify(cut)], 'other.otio'));
  expect(bringBack.problem).toBe('None of the 3 clips in the file is of this film. Nothing was changed.');
  bringBack.dismiss();
  expect([bringBack.problem, bringBack.preview]).toEqual([null, null]);
});
