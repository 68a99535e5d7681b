/** How much noise each of a model's trained times adds, as scheduler_config.json says it. */
export interface BetaRule {
  readonly beta_schedule: 'linear' | 'scaled_linear';
  readonly beta_start: number;
  readonly beta_end: number;
  readonly num_train_timesteps: number;
}

/**
 * The part of the signal's variance that is left at each trained time: ᾱ(t) = Π (1 − β), Ho et al., Denoising
 * Diffusion Probabilistic Models, 2020. `scaled_linear` is evenly spaced in √β, as latent diffusion has it.
 */
export function signalShares({ beta_schedule, beta_start, beta_end, num_train_timesteps: times }: BetaRule): Float64Array {
  const shares = new Float64Array(times);
  const [from, to] = beta_schedule === 'linear' ? [beta_start, beta_end] : [Math.sqrt(beta_start), Math.sqrt(beta_end)];
  let share = 1;
  for (let time = 0; time < times; time += 1) {
    const even = from + ((to - from) * time) / (times - 1);
    share *= 1 - (beta_schedule === 'linear' ? even : even ** 2);
    shares[time] = share;
  }
  return shares;
}

/** The half that is even, of two whole numbers as near, as NumPy rounds. */
export const roundToEven = (value: number): number => {
  const rounded = Math.round(value);
  return Math.abs(value % 1) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
};
