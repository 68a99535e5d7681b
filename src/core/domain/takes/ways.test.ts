import { expect, it } from 'vitest';
import { addClipAlternate, addSceneAlternate, putClipInCut } from '../../document/commands/alternate.ts';
import { editClip, removeClips } from '../../document/commands/clip.ts';
import { trimClip } from '../../document/commands/place.ts';
import { addScene } from '../../document/commands/scene.ts';
import { order, sampleFilm, take } from '../../document/sample-film.test-support.ts';
import type { ProjectDocument } from '../../document/project-document.ts';
import { cutOf } from '../timeline/cut.ts';
import { waysOf } from './ways.ts';

const brief = (document: ProjectDocument, family: string) =>
  waysOf(document.project, family)?.ways.map(({ name, slate, inCut, length, clips, scenes }) => [name, slate, inCut, length, clips, cutOf({ scenes: [...scenes] }).length]);

it('gives each way of a scene as a film of its own, under the scene\'s number', () => {
  const { document } = sampleFilm();
  const second = take(document.run(addScene({ before: null })));
  const [first] = document.project.scenes;
  const alternate = take(document.run(addSceneAlternate(first!.inCut)));
  const copied = document.project.scenes[0]!.members[1]!.clips.map(({ inCut }) => inCut);
  take(document.run(removeClips([copied[0]!])));
  expect(document.project.scenes[0]!.members[1]!.id).toBe(alternate);
  expect(brief(document, first!.family)).toEqual([
    ['Original', '1', true, 144, 3, 3],
    ['A1', '1 A1', false, 96, 2, 2],
  ]);
  expect(brief(document, second)).toEqual([['Original', '2', true, 0, 0, 0]]);
});

it('gives each way of a clip alone, without the black before it', () => {
  const { document, clips } = sampleFilm();
  take(document.run(trimClip(clips[1], { edge: 'start', by: 10, ripple: false })));
  const alternate = take(document.run(addClipAlternate(clips[1])));
  take(document.run(editClip(alternate, { length: 20 })));
  take(document.run(putClipInCut(alternate)));
  expect(order(document)).toEqual([clips[0], alternate, clips[2]]);
  const [original, other] = brief(document, clips[1])!;
  expect(original!.slice(0, 3)).toEqual(['Original', '1B', false]);
  expect(other).toEqual(['A1', '1B A1', true, 20, 1, 1]);
  expect(waysOf(document.project, 'nobody')).toBeUndefined();
});
