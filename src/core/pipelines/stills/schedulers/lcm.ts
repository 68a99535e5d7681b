import { fillGaussian } from '../../noise/gaussian.ts';
import { type BetaRule, signalShares } from './noise-levels.ts';
import type { StillScheduler } from './still-scheduler.ts';

/** What scheduler_config.json says of a latent consistency model. */
export interface LcmRule extends BetaRule {
  readonly prediction_type: 'epsilon' | 'v_prediction';
  /** The steps that it was distilled from: it takes no more. */
  readonly original_inference_steps: number;
  readonly timestep_scaling: number;
}

/** The spread of the data that the boundary condition is built on (Song et al., Consistency Models, 2023). */
const SIGMA_DATA = 0.5;

/**
 * Multistep consistency sampling (Luo et al., Latent Consistency Models, 2023, algorithm 3) as diffusers' LCMScheduler
 * has it: each step goes to the clean sample, and noise is put on it anew for the next.
 */
export class LcmScheduler implements StillScheduler {
  readonly times: readonly number[];
  readonly start = 1;
  readonly #rule: LcmRule;
  readonly #shares: Float64Array;
  readonly #noise: Float32Array;
  readonly #clean: Float32Array;
  readonly #fill: (noise: Float32Array, step: number) => void;

  /** `seed`: of the noise between steps, whose streams are others than that of the first sample. */
  constructor(rule: LcmRule, steps: number, elements: number, seed: number, fill = (noise: Float32Array, step: number) => fillGaussian(noise, seed, step + 1)) {
    const { original_inference_steps: original, num_train_timesteps: trained } = rule;
    const apart = Math.floor(trained / original);
    this.times = Array.from({ length: steps }, (_, i) => (original - Math.floor((i * original) / steps)) * apart - 1);
    this.#rule = rule;
    this.#shares = signalShares(rule);
    this.#noise = new Float32Array(elements);
    this.#clean = new Float32Array(elements);
    this.#fill = fill;
  }

  input(_step: number, sample: Float32Array): Float32Array {
    return sample;
  }

  clean(step: number, output: Float32Array, sample: Float32Array): Float32Array {
    const time = this.times[step] as number;
    const share = this.#shares[time] as number;
    const [signal, noise] = [Math.sqrt(share), Math.sqrt(1 - share)];
    const scaled = time * this.#rule.timestep_scaling;
    const skip = SIGMA_DATA ** 2 / (scaled ** 2 + SIGMA_DATA ** 2);
    const out = scaled / Math.sqrt(scaled ** 2 + SIGMA_DATA ** 2);
    const isEpsilon = this.#rule.prediction_type === 'epsilon';
    for (let i = 0; i < sample.length; i += 1) {
      const [given, seen] = [output[i] as number, sample[i] as number];
      const original = isEpsilon ? (seen - noise * given) / signal : signal * seen - noise * given;
      this.#clean[i] = out * original + skip * seen;
    }
    return this.#clean;
  }

  advance(step: number, clean: Float32Array, sample: Float32Array): void {
    const next = this.times[step + 1];
    if (next === undefined) return sample.set(clean);
    const share = this.#shares[next] as number;
    const [signal, noise] = [Math.sqrt(share), Math.sqrt(1 - share)];
    this.#fill(this.#noise, step);
    for (let i = 0; i < sample.length; i += 1) sample[i] = signal * (clean[i] as number) + noise * (this.#noise[i] as number);
  }
}
