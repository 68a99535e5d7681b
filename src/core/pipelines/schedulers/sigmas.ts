/** Noise levels are counted in thousandths: the model was trained on σ = 0.001, 0.002 … 1. */
const TRAINED_LEVELS = 1000;

/** Bends evenly spaced levels towards noise (Esser et al., Scaling Rectified Flow Transformers, 2024, eq. 23). */
const shifted = (sigma: number, shift: number): number => (shift * sigma) / (1 + (shift - 1) * sigma);

/**
 * The levels that diffusers' FluxPipeline hands to FlowMatchEulerDiscreteScheduler: `steps` evenly spaced ones from
 * 1 to 1 / steps, each shifted, then 0. That scheduler's own end in a step so small that it is lost: few steps
 * would be one fewer. Rounded to float32, as there.
 */
export function eulerSigmas(steps: number, shift: number): Float64Array {
  const sigmas = new Float64Array(steps + 1);
  for (let i = 0; i < steps; i += 1) sigmas[i] = Math.fround(shifted(1 - i / steps, shift));
  return sigmas;
}

/**
 * The levels of diffusers' UniPCMultistepScheduler with `use_flow_sigmas`: evenly spaced from 1
 * towards 0.001, without it, each shifted, then 0. The first stays a millionth below 1, because the
 * solver takes the logarithm of 1 − σ.
 */
export function uniPcSigmas(steps: number, shift: number): Float64Array {
  const sigmas = new Float64Array(steps + 1);
  for (let i = 0; i < steps; i += 1) {
    const even = 1 + ((1 / TRAINED_LEVELS - 1) * i) / steps;
    const sigma = shifted(even, shift);
    sigmas[i] = Math.fround(Math.abs(sigma - 1) < 1e-6 ? sigma - 1e-6 : sigma);
  }
  return sigmas;
}
