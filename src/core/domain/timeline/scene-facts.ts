import type { Scene } from '../../schema/scene.ts';
import { clipsOf } from './cut.ts';
import { layOut } from './timeline.ts';

export interface SceneFacts {
  readonly clips: number;
  /** Clips that show a take. */
  readonly made: number;
  /** All takes of the clips in the cut. */
  readonly takes: number;
  /** Frames from the scene's first to its last, as if it were the whole film. */
  readonly length: number;
}

/** What a scene's clips in the cut amount to. */
export function sceneFacts(scene: Scene): SceneFacts {
  const clips = clipsOf(scene).map(({ clip }) => clip);
  return {
    clips: clips.length,
    made: clips.filter(({ selected }) => selected !== null).length,
    takes: clips.reduce((sum, { takes }) => sum + takes.length, 0),
    length: layOut(clips).at(-1)?.end ?? 0,
  };
}
