import type { Clip, ClipStack } from '../../schema/clip.ts';
import type { ClipId, SceneId } from '../../schema/project-ids.ts';
import type { Project } from '../../schema/project.ts';
import type { Scene, SceneStack } from '../../schema/scene.ts';
import type { Keyframe } from '../../schema/keyframe.ts';
import { layOut, type Placement } from './timeline.ts';

type Film = Pick<Project, 'scenes'>;

/** A clip of the film as it now stands. */
export interface CutClip {
  readonly scene: Scene;
  readonly stack: ClipStack;
  readonly clip: Clip;
}

export const sceneInCut = (stack: SceneStack): Scene => memberOf(stack, stack.inCut);
export const clipInCut = (stack: ClipStack): Clip => memberOf(stack, stack.inCut);

function memberOf<Member extends { id: string }>(stack: { members: Member[] }, id: string): Member {
  const member = stack.members.find((one) => one.id === id);
  if (!member) throw new Error(`no member ${id} in its own stack`);
  return member;
}

/** The clips of a scene that are in the cut, in order. */
export const clipsOf = (scene: Scene): CutClip[] => scene.clips.map((stack) => ({ scene, stack, clip: clipInCut(stack) }));

/** The clips in the cut, in order: of each scene and of each clip the one of its family that is in the cut. */
export const cutOf = remembered(({ scenes }: Film): readonly CutClip[] => scenes.flatMap((stack) => clipsOf(sceneInCut(stack))));

/** A clip in the cut with its place in the film. */
export interface PlacedClip extends CutClip {
  readonly place: Placement;
}

export const placedCut = remembered((film: Film): readonly PlacedClip[] => {
  const cut = cutOf(film);
  const places = layOut(cut.map(({ clip }) => clip));
  return cut.map((one, i) => ({ ...one, place: places[i] as Placement }));
});

/** Many ask at each edit. A film that was read is never changed: other scenes are another list. */
function remembered<Found>(find: (film: Film) => Found): (film: Film) => Found {
  const found = new WeakMap<Film['scenes'], Found>();
  return (film) => {
    const before = found.get(film.scenes);
    if (before !== undefined) return before;
    const now = find(film);
    found.set(film.scenes, now);
    return now;
  };
}

/** A scene and where it stands, the bin left out. */
export interface FoundScene {
  readonly stack: SceneStack;
  readonly scene: Scene;
}

export function findScene({ scenes }: Film, id: SceneId): FoundScene | undefined {
  for (const stack of scenes) {
    const scene = stack.members.find((member) => member.id === id);
    if (scene) return { stack, scene };
  }
  return undefined;
}

/** A clip and where it stands, the bin left out. */
export function findClip({ scenes }: Film, id: ClipId): CutClip | undefined {
  for (const { members } of scenes) {
    for (const scene of members) {
      for (const stack of scene.clips) {
        const clip = stack.members.find((member) => member.id === id);
        if (clip) return { scene, stack, clip };
      }
    }
  }
  return undefined;
}

/** Every clip outside the bin, alternates too. */
export const allClips = ({ scenes }: Film): CutClip[] =>
  scenes.flatMap(({ members }) =>
    members.flatMap((scene) => scene.clips.flatMap((stack) => stack.members.map((clip) => ({ scene, stack, clip })))),
  );

/**
 * The clips that a clip stands among when it is played: the cut, or, for one that is not in it, its
 * own scene with this clip in it.
 */
export function neighbourhood(film: Film, { scene, stack, clip }: CutClip): readonly CutClip[] {
  const cut = cutOf(film);
  if (cut.some((one) => one.clip.id === clip.id)) return cut;
  return clipsOf(scene).map((one) => (one.stack.family === stack.family ? { scene, stack, clip } : one));
}

/** The still that a clip starts on: its own, or the one that the clip before it ends on. */
export function firstKeyframe(film: Film, found: CutClip): Keyframe | undefined {
  const { clip } = found;
  if (clip.first !== 'inherit') return clip.keyframes.find(({ id }) => id === clip.first);
  const around = neighbourhood(film, found);
  const before = around[around.findIndex((one) => one.clip.id === clip.id) - 1];
  return before && lastKeyframe(before.clip);
}

export const lastKeyframe = (clip: Clip): Keyframe | undefined => clip.keyframes.find(({ id }) => id === clip.last);
