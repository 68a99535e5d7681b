import { expect, it } from 'vitest';
import { addBriefPictures } from '../../document/commands/brief.ts';
import { editClip, removeClips } from '../../document/commands/clip.ts';
import { addToPool, type NewPoolItem } from '../../document/commands/pool.ts';
import { addTakes } from '../../document/commands/take.ts';
import { sampleFilm, take } from '../../document/sample-film.test-support.ts';
import { type Sha256, TakeId } from '../../schema/ids.ts';
import { NO_FACTS } from '../../schema/pool-item.ts';
import { summarise } from './project-summary.ts';

it('counts what is in the cut, and names what the project holds', () => {
  const { document, clips } = sampleFilm();
  const asset = 'a'.repeat(64) as Sha256;
  take(document.run(addBriefPictures([{ asset, type: 'image/png', name: 'Shoe', shows: 'product' }])));
  take(document.run(removeClips([clips[0]])));
  expect(summarise(document.project)).toMatchObject({ name: 'Film', scenes: 1, clips: 2, made: 0, poster: null, assets: [asset] });
});

it('names the takes of clips, keyframes and the pool, those beside the cut too, and no more those that left', () => {
  const { document, clips } = sampleFilm();
  const [a, b, c] = [1, 2, 3].map(() => TakeId.parse(crypto.randomUUID())) as [TakeId, TakeId, TakeId];
  take(document.run(addTakes({ kind: 'clip', id: clips[0] }, [a, b])));
  take(document.run(addTakes({ kind: 'clip', id: clips[1] }, [b])));
  const item: NewPoolItem = { ...NO_FACTS, kind: 'video', asset: 'a'.repeat(64) as Sha256, type: 'video/mp4', name: 'Boat', description: '', tags: [], take: c };
  take(document.run(addToPool([item])));
  const { takes } = summarise(document.project);
  expect([takes!.length, new Set(takes)]).toEqual([3, new Set([a, b, c])]);
  document.undo();
  take(document.run(removeClips([clips[0]])));
  expect(summarise(document.project).takes).toEqual([b]);
});

it('names what a change brought, and no more what it took away', () => {
  const { document, clips } = sampleFilm();
  const [first, second] = ['a', 'b'].map((letter) => letter.repeat(64) as Sha256) as [Sha256, Sha256];
  const picture = { type: 'image/png', name: 'Shoe', shows: 'product' } as const;
  take(document.run(addBriefPictures([{ ...picture, asset: first }])));
  expect(summarise(document.project).assets).toEqual([first]);
  take(document.run(addBriefPictures([{ ...picture, asset: second }])));
  take(document.run(editClip(clips[0], { prompt: 'rain' })));
  expect(summarise(document.project).assets).toEqual([first, second]);
  document.undo();
  document.undo();
  expect(summarise(document.project).assets).toEqual([first]);
});

it('looks again at what can change', () => {
  const { document } = sampleFilm();
  const brief = { ...document.project.brief, text: 'a'.repeat(64) };
  const project = { ...document.project, brief };
  expect(summarise(project).assets).toHaveLength(1);
  brief.text = '';
  expect(summarise(project).assets).toHaveLength(0);
});
