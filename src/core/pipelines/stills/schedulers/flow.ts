import type { StillScheduler } from './still-scheduler.ts';

/**
 * Euler's method for flow matching along x = (1 − σ)·x0 + σ·noise, with the levels that diffusers' ZImagePipeline
 * hands to FlowMatchEulerDiscreteScheduler: evenly spaced from 1 to 1 / steps, each bent towards noise by `shift`.
 * As there (pipeline_z_image.py), the model is told 1 − σ and gives x0 − noise.
 */
export class FlowScheduler implements StillScheduler {
  readonly times: readonly number[];
  readonly start = 1;
  /** σ of each step, and 0 at the end. */
  readonly sigmas: readonly number[];
  readonly #clean: Float32Array;

  constructor(shift: number, steps: number, elements: number) {
    const even = Array.from({ length: steps }, (_, i) => (steps === 1 ? 1 : 1 + ((1 / steps - 1) * i) / (steps - 1)));
    const bent = even.map((sigma) => (shift * sigma) / (1 + (shift - 1) * sigma));
    this.sigmas = [...bent, 0];
    this.times = bent.map((sigma) => 1 - sigma);
    this.#clean = new Float32Array(elements);
  }

  input(_step: number, sample: Float32Array): Float32Array {
    return sample;
  }

  clean(step: number, output: Float32Array, sample: Float32Array): Float32Array {
    const sigma = this.sigmas[step] as number;
    for (let i = 0; i < sample.length; i += 1) this.#clean[i] = (sample[i] as number) + sigma * (output[i] as number);
    return this.#clean;
  }

  advance(step: number, clean: Float32Array, sample: Float32Array): void {
    const kept = (this.sigmas[step + 1] as number) / (this.sigmas[step] as number);
    for (let i = 0; i < sample.length; i += 1) {
      sample[i] = (clean[i] as number) + kept * ((sample[i] as number) - (clean[i] as number));
    }
  }
}
