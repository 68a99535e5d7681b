import type { Project } from '../../schema/project.ts';
import type { SceneStack } from '../../schema/scene.ts';
import { alternateLabel } from '../timeline/alternates.ts';
import { clipInCut, clipsOf, sceneInCut } from '../timeline/cut.ts';
import { clipSlate, sceneSlate } from '../timeline/slate.ts';
import { totalLength } from '../timeline/timeline.ts';

/** One of a family: the original, or an alternate. */
export interface Way {
  readonly id: string;
  /** `Original`, `A1`. */
  readonly name: string;
  readonly slate: string;
  readonly inCut: boolean;
  /** A film of nothing else, from its first frame. */
  readonly scenes: readonly SceneStack[];
  /** Frames. */
  readonly length: number;
  readonly clips: number;
  /** How many of them show a take. */
  readonly made: number;
}

/** A scene's or a clip's family, each member as a film of its own, to be played beside the others. */
export interface Ways {
  readonly kind: 'scene' | 'clip';
  readonly family: string;
  readonly ways: readonly Way[];
}

/** Undefined where there is no such family in the cut. */
export function waysOf({ scenes }: Pick<Project, 'scenes'>, family: string): Ways | undefined {
  for (const [at, stack] of scenes.entries()) {
    if (stack.family === family) {
      const ways = stack.members.map((scene) =>
        wayOf(alone(scenes, at, { ...stack, inCut: scene.id }), { ...scene, slate: sceneSlate(at + 1, scene.alternate), inCut: scene.id === stack.inCut }, at),
      );
      return { kind: 'scene', family, ways };
    }
    const scene = sceneInCut(stack);
    const index = scene.clips.findIndex((one) => one.family === family);
    const clips = scene.clips[index];
    if (!clips) continue;
    const ways = clips.members.map((clip) => {
      const only = { ...scene, clips: [{ ...clips, inCut: clip.id }] };
      const film = alone(scenes, at, { ...stack, members: [only], inCut: only.id });
      return wayOf(film, { ...clip, slate: clipSlate(at + 1, index, clip.alternate), inCut: clip.id === clips.inCut }, at);
    });
    return { kind: 'clip', family, ways };
  }
  return undefined;
}

function wayOf(scenes: readonly SceneStack[], { id, alternate, slate, inCut }: Pick<Way, 'id' | 'slate' | 'inCut'> & { readonly alternate: number }, at: number): Way {
  const clips = clipsOf(sceneInCut(scenes[at] as SceneStack)).map(({ clip }) => clip);
  const made = clips.filter(({ selected }) => selected !== null).length;
  return { id, name: alternateLabel(alternate) || 'Original', slate, inCut, scenes, length: totalLength(clips), clips: clips.length, made };
}

/** The film with the clips of one scene alone: the others keep their numbers. The black before the first clip is left out. */
function alone(scenes: readonly SceneStack[], at: number, kept: SceneStack): SceneStack[] {
  return scenes.map((stack, i) => {
    const scene = sceneInCut(i === at ? kept : stack);
    const [first, ...rest] = scene.clips;
    const head = first && { ...first, members: [{ ...clipInCut(first), gap: 0 }] };
    return { ...stack, inCut: scene.id, members: [{ ...scene, clips: i === at && head ? [head, ...rest] : [] }] };
  });
}
