/**
 * Walks a latent from noise (σ = 1) to the clean sample (σ = 0) along x = (1 − σ)·x0 + σ·noise.
 * Made for one run of `steps` steps; the predicted velocity is noise − x0.
 */
export interface Scheduler {
  /** Noise level at each step, and 0 at the end: `steps + 1` values, falling. */
  readonly sigmas: Float64Array;
  /** Moves `sample`, in place, from σ[i] to σ[i + 1], where i counts the calls. `velocity` has its length. */
  step(velocity: Float32Array, sample: Float32Array): void;
}
