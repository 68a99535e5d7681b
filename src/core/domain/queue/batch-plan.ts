import type { ClipId } from '../../schema/project-ids.ts';
import type { QuickLora } from '../generate/quick.ts';

/**
 * `each`: every take has a seed of its own; `shared`: the first takes of all clips have one seed, the
 * second takes the next; `count`: counted up from one take to the next.
 */
export type SeedPolicy = 'each' | 'shared' | 'count';

/** What the jobs of a batch have in common. */
export interface BatchSettings {
  readonly steps: number;
  readonly guidance: number;
  /** Takes of each clip. */
  readonly takes: number;
  readonly seeds: SeedPolicy;
  /** Where `shared` and `count` begin. */
  readonly seed: number;
  /** Whether a take ends as soon as its previews look broken; not by default. */
  readonly stopBroken?: boolean | undefined;
  /** The model's LoRA for few steps, where they are to be made with it: then in place of `steps` and `guidance`. */
  readonly quick?: QuickLora | undefined;
}

export interface PlannedTake {
  readonly clip: ClipId;
  readonly seed: number;
}

/** The takes of a batch in the order they are made: a first take of every clip before any second one. */
export function planBatch(clips: readonly ClipId[], { takes, seeds, seed }: BatchSettings, randomSeed: () => number): PlannedTake[] {
  const seedOf = (clip: number, take: number): number => {
    if (seeds === 'each') return randomSeed();
    return (seed + (seeds === 'shared' ? take : clip * takes + take)) % 2 ** 32;
  };
  return Array.from({ length: takes }, (_, take) => clips.map((clip, i) => ({ clip, seed: seedOf(i, take) }))).flat();
}
