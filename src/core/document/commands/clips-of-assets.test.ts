import { expect, it } from 'vitest';
import { clipInCut, findClip, firstKeyframe, sceneInCut } from '../../domain/timeline/cut.ts';
import { Sha256, TakeId } from '../../schema/ids.ts';
import { createProject } from '../create-project.ts';
import { sampleFilm, take } from '../sample-film.test-support.ts';
import { sampleOrigin } from '../sample-origin.ts';
import { addClipsOf, type ClipMaterial } from './clips-of-assets.ts';

const TAKE = TakeId.parse('00000000-0000-4000-8000-000000000001');
const still = { kind: 'picture', asset: Sha256.parse('a'.repeat(64)), type: 'image/png', name: 'cup' } as const;
const MATERIALS: readonly ClipMaterial[] = [
  { name: '', prompt: 'a red balloon', length: 2_125_000, shows: { kind: 'take', take: TAKE } },
  { name: 'cup', prompt: '', length: null, shows: { kind: 'still', still } },
];

it('makes clips of takes and pictures at the end of the film, each as long as it plays, as one change', () => {
  const { document } = sampleFilm();
  const before = document.project;
  const ids = take(document.run(addClipsOf(MATERIALS)));
  const { scenes, settings: { frameRate } } = document.project;
  expect(scenes).toHaveLength(before.scenes.length);
  expect(sceneInCut(scenes.at(-1)!).clips.slice(-2).map((stack) => clipInCut(stack).id)).toEqual(ids);
  const [first, second] = ids.map((id) => findClip(document.project, id)!);
  expect(first!.clip).toMatchObject({ prompt: 'a red balloon', selected: TAKE, length: Math.round((2.125 * frameRate.numerator) / frameRate.denominator) });
  expect(firstKeyframe(document.project, second!)).toMatchObject({ still });
  expect(document.undoName).toBe('add 2 clips');
  document.undo();
  expect(document.project.scenes).toEqual(before.scenes);
});

it('makes the first scene where the film has none', () => {
  const made = createProject({ name: 'Empty' }, sampleOrigin());
  if (!made.ok) throw new Error(made.fault.reason);
  const ids = take(made.value.run(addClipsOf(MATERIALS)));
  expect(made.value.project.scenes).toHaveLength(1);
  expect(sceneInCut(made.value.project.scenes[0]!).clips.map((stack) => clipInCut(stack).id)).toEqual(ids);
});
