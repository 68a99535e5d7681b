import { type BetaRule, roundToEven, signalShares } from './noise-levels.ts';
import type { StillScheduler } from './still-scheduler.ts';

/** What scheduler_config.json says of Euler's method over trained times. */
export interface DiscreteEulerRule extends BetaRule {
  readonly timestep_spacing: 'linspace' | 'leading' | 'trailing';
  readonly steps_offset: number;
  readonly prediction_type: 'epsilon' | 'v_prediction';
}

/**
 * Euler's method over the noise levels σ = √((1 − ᾱ) / ᾱ) (Karras et al., Elucidating the Design Space of
 * Diffusion-Based Generative Models, 2022, algorithm 1 without churn), with the times of diffusers'
 * EulerDiscreteScheduler (scheduling_euler_discrete.py): table 2 of Lin et al., Common Diffusion Noise Schedules and
 * Sample Steps are Flawed, 2023. The turbo models take `trailing` times, of which one step is time 999 alone.
 */
export class DiscreteEulerScheduler implements StillScheduler {
  readonly times: readonly number[];
  readonly start: number;
  /** σ of each step, and 0 at the end. */
  readonly sigmas: readonly number[];
  readonly #prediction: DiscreteEulerRule['prediction_type'];
  readonly #input: Float32Array;
  readonly #clean: Float32Array;

  constructor(rule: DiscreteEulerRule, steps: number, elements: number) {
    this.times = timesOf(rule, steps);
    const table = Array.from(signalShares(rule), (share) => Math.sqrt((1 - share) / share));
    this.sigmas = [...this.times.map((time) => between(table, time)), 0];
    const highest = Math.max(...this.sigmas);
    this.start = rule.timestep_spacing === 'leading' ? Math.sqrt(highest ** 2 + 1) : highest;
    this.#prediction = rule.prediction_type;
    this.#input = new Float32Array(elements);
    this.#clean = new Float32Array(elements);
  }

  input(step: number, sample: Float32Array): Float32Array {
    const scale = Math.sqrt((this.sigmas[step] as number) ** 2 + 1);
    for (let i = 0; i < sample.length; i += 1) this.#input[i] = (sample[i] as number) / scale;
    return this.#input;
  }

  clean(step: number, output: Float32Array, sample: Float32Array): Float32Array {
    const sigma = this.sigmas[step] as number;
    const [ofOutput, ofSample] =
      this.#prediction === 'epsilon' ? [-sigma, 1] : [-sigma / Math.sqrt(sigma ** 2 + 1), 1 / (sigma ** 2 + 1)];
    for (let i = 0; i < sample.length; i += 1) {
      this.#clean[i] = ofOutput * (output[i] as number) + ofSample * (sample[i] as number);
    }
    return this.#clean;
  }

  advance(step: number, clean: Float32Array, sample: Float32Array): void {
    const kept = (this.sigmas[step + 1] as number) / (this.sigmas[step] as number);
    for (let i = 0; i < sample.length; i += 1) {
      sample[i] = (clean[i] as number) + kept * ((sample[i] as number) - (clean[i] as number));
    }
  }
}

function timesOf({ timestep_spacing: spacing, steps_offset: offset, num_train_timesteps: trained }: DiscreteEulerRule, steps: number): number[] {
  return Array.from({ length: steps }, (_, i) => {
    if (spacing === 'trailing') return roundToEven(trained - (i * trained) / steps) - 1;
    if (spacing === 'leading') return Math.min(trained - 1, (steps - 1 - i) * Math.floor(trained / steps) + offset);
    return steps === 1 ? 0 : Math.fround(((trained - 1) * (steps - 1 - i)) / (steps - 1));
  });
}

/** The value of a table at a place between two of its entries, by a straight line. */
function between(table: readonly number[], at: number): number {
  const below = Math.min(table.length - 1, Math.floor(at));
  const above = Math.min(table.length - 1, below + 1);
  const share = at - below;
  return (table[below] as number) * (1 - share) + (table[above] as number) * share;
}
