import { describe, expect, it } from 'vitest';
import { type Level, UniPcSolver } from './unipc-solver.ts';

/*
 * The values that diffusers publishes for its UniPCMultistepScheduler (huggingface/diffusers,
 * tests/schedulers/test_scheduler_unipc.py): order 2, bh2, ten steps, a variance-preserving schedule of
 * linear betas from 0.0001 to 0.02. Sample and model are those of its tests: evenly rising numbers
 * below 1, and sample · t / (t + 1). All is elementwise, so the order of the elements does not matter.
 */
const TRAINED = 1000;
const ratios: number[] = [];
let kept = 1;
for (let i = 0; i < TRAINED; i += 1) {
  kept *= 1 - (0.0001 + ((0.02 - 0.0001) * i) / (TRAINED - 1));
  ratios.push(Math.sqrt((1 - kept) / kept));
}
const levelOf = (ratio: number): Level => ({ signal: 1 / Math.hypot(1, ratio), noise: ratio / Math.hypot(1, ratio) });

type Schedule = { levels: Level[]; times: number[] };

function evenSchedule(): Schedule {
  const times = Array.from({ length: 10 }, (_, i) => Math.round(((TRAINED - 1) * (10 - i)) / 10));
  const all = [...times.map((time) => ratios[time] ?? NaN), ratios[0] ?? NaN];
  return { times, levels: all.map(levelOf) };
}

/** Karras et al., Elucidating the Design Space of Diffusion-Based Generative Models, 2022, eq. 5, ρ = 7. */
function karrasSchedule(): Schedule {
  const highest = (ratios.at(-1) ?? NaN) ** (1 / 7);
  const lowest = (ratios[0] ?? NaN) ** (1 / 7);
  const chosen = Array.from({ length: 10 }, (_, i) => (highest + (i / 9) * (lowest - highest)) ** 7);
  // The trained time whose level is nearest on a logarithmic scale.
  const away = (ratio: number, time: number) => Math.abs(Math.log(ratio / (ratios[time] as number)));
  const times = chosen.map((ratio) =>
    ratios.reduce((best, _, time) => (away(ratio, time) < away(ratio, best) ? time : best), 0),
  );
  return { times, levels: [...chosen, chosen.at(-1) ?? NaN].map(levelOf) };
}

type Prediction = 'epsilon' | 'v';

function sampleWith({ levels, times }: Schedule, prediction: Prediction, sample: Float32Array): number {
  const solver = new UniPcSolver(levels, sample.length);
  const x0 = new Float32Array(sample.length);
  for (const [i, time] of times.entries()) {
    const { signal, noise } = levels[i] as Level;
    for (let k = 0; k < sample.length; k += 1) {
      const x = sample[k] as number;
      const predicted = (x * time) / (time + 1);
      x0[k] = prediction === 'epsilon' ? (x - noise * predicted) / signal : signal * x - noise * predicted;
    }
    solver.step(x0, sample);
  }
  return sample.reduce((sum, value) => sum + Math.abs(value), 0);
}

const rising = (count: number) => Float32Array.from({ length: count }, (_, i) => i / count);
const IMAGES = 4 * 3 * 8 * 8;
const SIGNALS = 4 * 3 * 8;

describe('UniPC agrees with the published values of diffusers', () => {
  it.each([
    ['even', 'epsilon', IMAGES, 0.2464],
    ['karras', 'epsilon', IMAGES, 0.2925],
    ['even', 'v', IMAGES, 0.1014],
    ['karras', 'v', IMAGES, 0.1966],
    ['even', 'epsilon', SIGNALS, 0.2441],
    ['karras', 'epsilon', SIGNALS, 0.2898],
    ['even', 'v', SIGNALS, 0.1014],
    ['karras', 'v', SIGNALS, 0.1944],
  ] as const)('%s levels, %s prediction, %i elements: mean %d', (kind, prediction, count, mean) => {
    const schedule = kind === 'even' ? evenSchedule() : karrasSchedule();
    expect(Math.abs(sampleWith(schedule, prediction, rising(count)) / count - mean)).toBeLessThan(1e-3);
  });

  it.each([
    [IMAGES, 315.5757],
    [SIGNALS, 39.087],
  ])('%i elements, the last two steps after noise was added: sum %d', (count, sum) => {
    const { levels, times } = evenSchedule();
    const { signal, noise } = levels[8] as Level;
    const sample = rising(count).map((value, i) => signal * value + noise * ((count - 1 - i) / count));
    const late = { levels: levels.slice(8), times: times.slice(8) };
    expect(Math.abs(sampleWith(late, 'epsilon', sample) - sum)).toBeLessThan(1e-2);
  });
});
