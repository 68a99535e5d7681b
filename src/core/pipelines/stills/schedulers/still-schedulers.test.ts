import { describe, expect, it } from 'vitest';
import { DiscreteEulerScheduler, type DiscreteEulerRule } from './discrete-euler.ts';
import { FlowScheduler } from './flow.ts';
import { LcmScheduler, type LcmRule } from './lcm.ts';
import { roundToEven } from './noise-levels.ts';
import type { StillScheduler } from './still-scheduler.ts';

const ELEMENTS = 4 * 3 * 8 * 8;
const SD: DiscreteEulerRule = {
  ...{ beta_schedule: 'scaled_linear', beta_start: 0.00085, beta_end: 0.012, num_train_timesteps: 1000 },
  ...{ timestep_spacing: 'trailing', steps_offset: 1, prediction_type: 'epsilon' },
};
const LCM: LcmRule = { ...SD, original_inference_steps: 50, timestep_scaling: 10 };

/** The loop of diffusers' own tests (tests/schedulers/test_schedulers.py): a sample that rises evenly, and x·t / (t + 1) for a model. */
function fullLoop(scheduler: StillScheduler): { sum: number; mean: number } {
  const sample = Float32Array.from({ length: ELEMENTS }, (_, i) => (i / ELEMENTS) * scheduler.start);
  for (const [step, time] of scheduler.times.entries()) {
    const output = scheduler.input(step, sample).map((value) => (value * time) / (time + 1));
    // Those tests scale the sample itself, and go on from there.
    sample.set(scheduler.input(step, sample));
    scheduler.advance(step, scheduler.clean(step, output, sample), sample);
  }
  const sum = sample.reduce((total, value) => total + Math.abs(value), 0);
  return { sum, mean: sum / ELEMENTS };
}

describe('Euler’s method over trained times', () => {
  it('gives the sums that diffusers states (tests/schedulers/test_scheduler_euler.py)', () => {
    const rule = { ...SD, beta_schedule: 'linear', beta_start: 0.0001, beta_end: 0.02, num_train_timesteps: 1100, timestep_spacing: 'linspace' } as const;
    const epsilon = fullLoop(new DiscreteEulerScheduler(rule, 10, ELEMENTS));
    expect(Math.abs(epsilon.sum - 10.0807)).toBeLessThan(1e-2);
    expect(Math.abs(epsilon.mean - 0.0131)).toBeLessThan(1e-3);
    const v = fullLoop(new DiscreteEulerScheduler({ ...rule, prediction_type: 'v_prediction' }, 10, ELEMENTS));
    expect(Math.abs(v.sum - 0.0002)).toBeLessThan(1e-2);
  });

  it('begins one turbo step at time 999 and the level that the public demos of SD-Turbo have, 14.6146', () => {
    const { times, sigmas, start } = new DiscreteEulerScheduler(SD, 1, 1);
    expect(times).toEqual([999]);
    expect(start).toBeCloseTo(14.6146, 3);
    expect(sigmas.at(-1)).toBe(0);
  });

  it('spaces times in its three ways', () => {
    const times = (timestep_spacing: DiscreteEulerRule['timestep_spacing'], steps: number) => new DiscreteEulerScheduler({ ...SD, timestep_spacing }, steps, 1).times;
    expect(times('trailing', 4)).toEqual([999, 749, 499, 249]);
    expect(times('trailing', 3)).toEqual([999, 666, 332]);
    expect(times('leading', 4)).toEqual([751, 501, 251, 1]);
    expect(times('linspace', 4)).toEqual([999, 666, 333, 0]);
    expect(new DiscreteEulerScheduler({ ...SD, timestep_spacing: 'leading' }, 4, 1).start).toBeGreaterThan(
      new DiscreteEulerScheduler({ ...SD, timestep_spacing: 'leading' }, 4, 1).sigmas[0] as number,
    );
  });

  it('rounds halves as NumPy does', () => expect([0.5, 1.5, 2.5, 2.4, 333.5].map(roundToEven)).toEqual([0, 2, 2, 2, 334]));
});

describe('LCM', () => {
  it('gives the sum that diffusers states for one step (tests/schedulers/test_scheduler_lcm.py)', () => {
    const { sum, mean } = fullLoop(new LcmScheduler(LCM, 1, ELEMENTS, 0));
    expect(Math.abs(sum - 18.7097)).toBeLessThan(1e-2);
    expect(Math.abs(mean - 0.0244)).toBeLessThan(1e-3);
  });

  it('takes its times from those it was distilled from', () => {
    expect(new LcmScheduler(LCM, 4, 1, 0).times).toEqual([999, 759, 499, 259]);
    expect(new LcmScheduler(LCM, 1, 1, 0).times).toEqual([999]);
  });

  it('puts noise on again between steps, of another stream each, and none after the last', () => {
    const scheduler = new LcmScheduler(LCM, 3, 4, 7);
    const seen = [0, 1, 2].map((step) => {
      const sample = new Float32Array(4);
      scheduler.advance(step, new Float32Array(4), sample);
      return [...sample];
    });
    expect(seen[0]).not.toEqual(seen[1]);
    expect(seen[0]?.every((value) => value !== 0)).toBe(true);
    expect(seen[2]).toEqual([0, 0, 0, 0]);
  });
});

describe('flow matching', () => {
  it('has evenly spaced levels bent by the shift, and tells the model how far it has come', () => {
    const { sigmas, times } = new FlowScheduler(3, 4, 1);
    // 3s / (1 + 2s) of 1, 0.75, 0.5, 0.25.
    expect(sigmas.map((sigma) => Number(sigma.toFixed(6)))).toEqual([1, 0.9, 0.75, 0.5, 0]);
    expect(times.map((time) => Number(time.toFixed(6)))).toEqual([0, 0.1, 0.25, 0.5]);
  });

  it('comes to the clean sample exactly where the model knows it', () => {
    const [clean, noise] = [0.3, -1.2];
    const scheduler = new FlowScheduler(3, 5, 1);
    const sample = Float32Array.of(noise);
    for (const step of scheduler.times.keys()) {
      const found = scheduler.clean(step, Float32Array.of(clean - noise), sample);
      expect(found[0]).toBeCloseTo(clean, 5);
      scheduler.advance(step, found, sample);
    }
    expect(sample[0]).toBeCloseTo(clean, 5);
  });
});
