import { expect, it } from 'vitest';
import { type Clip, CLIP_DEFAULTS } from '../../schema/clip.ts';
import type { TakeId } from '../../schema/ids.ts';
import type { ClipId, KeyframeId, ProjectId, SceneId } from '../../schema/project-ids.ts';
import { SCENE_DEFAULTS } from '../../schema/scene.ts';
import { undelivered } from './undelivered.ts';

const project = 'film' as ProjectId;
const takeId = (name: string) => name as TakeId;
const made = (id: string, clip: string, createdAt: number, of = project) => ({ id: takeId(id), madeFor: { project: of, clip: clip as ClipId }, createdAt });
const clip = (id: string, ...takes: string[]): Clip => ({
  ...CLIP_DEFAULTS,
  id: id as ClipId,
  alternate: 0,
  characters: [],
  keyframes: [],
  takes: takes.map((take) => ({ id: takeId(take), addedAt: 0 })),
});
const stack = (...members: Clip[]) => ({ family: members[0]!.id, inCut: members[0]!.id, members });
const scene = { ...SCENE_DEFAULTS, id: 'scene' as SceneId, alternate: 0, clips: [stack(clip('a', 'one'), clip('a1'))] };
const film = {
  id: project,
  scenes: [{ family: scene.id, inCut: scene.id, members: [scene] }],
  bin: { scenes: [], clips: [{ scene: scene.id, clip: clip('gone') }], characters: [], styles: [], pool: [], markers: [], notes: [], stories: [], titles: [], captions: [], narration: [], versions: [] },
};

it('finds what clips asked for and do not have, alternates and the bin included, oldest first', () => {
  const takes = [made('one', 'a', 1), made('late', 'a', 9), made('two', 'a1', 2), made('three', 'gone', 3)];
  expect(undelivered(film, takes)).toEqual([
    { clip: 'a1', take: 'two' },
    { clip: 'gone', take: 'three' },
    { clip: 'a', take: 'late' },
  ]);
});

it('leaves alone takes for nobody, for another project and for clips that never were', () => {
  const takes = [{ id: takeId('free'), createdAt: 1 }, made('other', 'a', 1, 'other' as ProjectId), made('lost', 'nobody', 1)];
  expect(undelivered(film, takes)).toEqual([]);
});

it('finds what a keyframe asked for, and not on its clip', () => {
  const keyframe = 'still' as KeyframeId;
  const owner = { ...clip('b'), keyframes: [{ id: keyframe, prompt: '', takes: [{ id: takeId('there'), addedAt: 0 }], still: null }] };
  const one = { ...film, bin: { ...film.bin, clips: [{ scene: scene.id, clip: owner }] } };
  const takes = ['there', 'drawn'].map((id, at) => ({ ...made(id, 'b', at), madeFor: { project, clip: owner.id, keyframe } }));
  expect(undelivered(one, takes)).toEqual([{ clip: 'b', keyframe, take: 'drawn' }]);
});
