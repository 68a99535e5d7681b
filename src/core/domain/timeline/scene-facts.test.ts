import { expect, it } from 'vitest';
import { type Clip, CLIP_DEFAULTS } from '../../schema/clip.ts';
import { TakeId } from '../../schema/ids.ts';
import type { ClipId, SceneId } from '../../schema/project-ids.ts';
import { type Scene, SCENE_DEFAULTS } from '../../schema/scene.ts';
import { sceneFacts } from './scene-facts.ts';

const take = TakeId.parse(crypto.randomUUID());
const clip = (id: string, changes: Partial<Clip> = {}): Clip => ({ ...CLIP_DEFAULTS, id: id as ClipId, alternate: 0, characters: [], takes: [], keyframes: [], ...changes });
const scene = (...stacks: Clip[][]): Scene => ({
  ...SCENE_DEFAULTS,
  id: 'scene' as SceneId,
  alternate: 0,
  clips: stacks.map((members) => ({ family: members[0]!.id, inCut: members[0]!.id, members })),
});

it('counts what is in the cut, overlaps only once', () => {
  const made = clip('a', { length: 48, selected: take, takes: [{ id: take, addedAt: 0 }], transition: { kind: 'dissolve', frames: 8 } });
  const facts = sceneFacts(scene([made, clip('a1', { length: 500 })], [clip('b', { length: 24 })]));
  expect(facts).toEqual({ clips: 2, made: 1, takes: 1, length: 64 });
  expect(sceneFacts(scene())).toEqual({ clips: 0, made: 0, takes: 0, length: 0 });
});
