import type { Scheduler } from './scheduler.ts';
import { uniPcSigmas } from './sigmas.ts';
import { UniPcSolver } from './unipc-solver.ts';

/**
 * UniPC for flow matching: diffusers' UniPCMultistepScheduler with `use_flow_sigmas`,
 * `prediction_type: flow_prediction`, order 2, `bh2`. One difference: that scheduler cuts the times it
 * hands to the model to whole numbers; here they stay 1000 · σ, which is what the models are trained on.
 */
export class UniPcScheduler implements Scheduler {
  readonly sigmas: Float64Array;
  readonly #solver: UniPcSolver;
  readonly #x0: Float32Array;
  #index = 0;

  constructor(steps: number, shift: number, elements: number) {
    this.sigmas = uniPcSigmas(steps, shift);
    const levels = Array.from(this.sigmas, (sigma) => ({ signal: 1 - sigma, noise: sigma }));
    this.#solver = new UniPcSolver(levels, elements);
    this.#x0 = new Float32Array(elements);
  }

  step(velocity: Float32Array, sample: Float32Array): void {
    const sigma = this.sigmas[this.#index] as number;
    const x0 = this.#x0;
    for (let i = 0; i < x0.length; i += 1) x0[i] = (sample[i] as number) - sigma * (velocity[i] as number);
    this.#solver.step(x0, sample);
    this.#index += 1;
  }
}
