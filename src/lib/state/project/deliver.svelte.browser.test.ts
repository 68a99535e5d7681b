import { afterEach, expect, it, vi } from 'vitest';
import { RATES, fullDelivery, sampleDelivery } from '#core/film/interchange/sample-delivery.test-support.ts';
import { fail } from '#core/schema/result.ts';
import { Delivery } from './deliver.svelte.ts';

/** Pictures of films are none here: only what is done with them is looked at. */
function delivering({ document, takes }: ReturnType<typeof sampleDelivery>, open: () => Promise<Blob | undefined> = async () => undefined) {
  const said: string[] = [];
  const delivery = new Delivery({
    film: () => document.project,
    takes: () => takes,
    assets: { open },
    songs: { open: async () => fail({ reason: 'song-missing', facts: {} }) },
    shell: { announce: (text) => void said.push(text) },
  });
  return { delivery, said };
}

/** What is handed to downloads, by name. */
function downloads(): string[] {
  const names: string[] = [];
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    names.push(this.download);
  });
  return names;
}

afterEach(() => vi.restoreAllMocks());

it('saves each cut under its name, without a word of media', async () => {
  const { delivery, said } = delivering(fullDelivery());
  const names = downloads();
  for (const format of ['fcpxml', 'xmeml', 'edl', 'otio', 'csv'] as const) await delivery.toEditor(format, { media: false });
  expect(names).toEqual(['fcpxml', 'xml', 'edl', 'otio', 'csv'].map((ending) => `hafen-meer-ü.${ending}`));
  expect(said.at(-1)).toBe('hafen-meer-ü.csv is saved.');
});

it('stops a storyboard that is cancelled, and saves nothing', async () => {
  const sample = sampleDelivery(RATES.film, [[{ length: 9 }, { length: 9 }, { length: 9 }]]);
  const names = downloads();
  const { delivery, said } = delivering(sample, async () => {
    delivery.cancel();
    return undefined;
  });
  await delivery.sheet('a4');
  expect([names, delivery.work, delivery.fault]).toEqual([[], null, null]);
  expect(said.at(-1)).toBe('Cancelled. Nothing was saved.');
});

it('names letters that no font on the machine has, and goes on without pictures', async () => {
  const names = downloads();
  const { delivery } = delivering(sampleDelivery(RATES.film, [[{ length: 9, prompt: 'A sign \u{10fffd}' }]]));
  await delivery.sheet('letter');
  expect(names).toEqual(['film-storyboard.pdf']);
  expect(delivery.told.join(' ')).toBe('film-storyboard.pdf is saved, one page. No font on this machine has the letters \u{10fffd}. Question marks stand in their place.');
});

it('draws a frame of the film as it is exported, to be saved as it was seen', async () => {
  const names = downloads();
  const { delivery } = delivering(sampleDelivery(RATES.film, [[{ length: 9, takes: 0, prompt: 'a boat' }]]));
  await delivery.drawPoster(4);
  const bitmap = await createImageBitmap(delivery.poster!.picture);
  expect([delivery.poster?.frame, bitmap.width, bitmap.height]).toEqual([4, 1920, 1080]);
  await delivery.savePoster('png');
  expect(names).toEqual(['film-poster.png']);
});
