import type { Scheduler } from './scheduler.ts';
import { eulerSigmas } from './sigmas.ts';

/** Euler's method for flow matching: diffusers' FlowMatchEulerDiscreteScheduler at the levels of its FluxPipeline. */
export class EulerScheduler implements Scheduler {
  readonly sigmas: Float64Array;
  #index = 0;

  constructor(steps: number, shift: number) {
    this.sigmas = eulerSigmas(steps, shift);
  }

  step(velocity: Float32Array, sample: Float32Array): void {
    const change = (this.sigmas[this.#index + 1] as number) - (this.sigmas[this.#index] as number);
    for (let i = 0; i < sample.length; i += 1) {
      sample[i] = (sample[i] as number) + change * (velocity[i] as number);
    }
    this.#index += 1;
  }
}
