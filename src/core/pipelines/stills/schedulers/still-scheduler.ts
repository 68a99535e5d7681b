/**
 * Walks the latents of a still from noise to a clean sample. Made for one run of so many steps. What the model gives
 * is turned into the clean sample it points to, and from there the next one is found: so previews cost nothing.
 */
export interface StillScheduler {
  /** The time that the model is told at each step, as many as there are steps. */
  readonly times: readonly number[];
  /** What noise of variance 1 is multiplied by to be the first sample. */
  readonly start: number;
  /** What the model is to see of a sample at a step. The array is the scheduler's own and used again. */
  input(step: number, sample: Float32Array): Float32Array;
  /** The clean sample that the model's output points to. The array is the scheduler's own and used again. */
  clean(step: number, output: Float32Array, sample: Float32Array): Float32Array;
  /** Moves the sample, in place, to the level of the next step; `clean` is what was found for it. */
  advance(step: number, clean: Float32Array, sample: Float32Array): void;
}
