import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createScheduler } from './create-scheduler.ts';

/*
 * Levels and results that diffusers' own schedulers gave (huggingface/diffusers at 58eb52c,
 * FlowMatchEulerDiscreteScheduler with the sigmas that FluxPipeline hands to it, and UniPCMultistepScheduler
 * with use_flow_sigmas and flow_prediction, PyTorch 1.13) for the dummy sample and model of its tests, times not cut to integers.
 */
const COUNT = 4 * 3 * 8 * 8;

function meanAfter(name: 'euler' | 'unipc', shift: number, steps: number): number {
  const sample = Float32Array.from({ length: COUNT }, (_, i) => i / COUNT);
  const velocity = new Float32Array(COUNT);
  const scheduler = createScheduler(name, steps, shift, COUNT);
  for (let i = 0; i < steps; i += 1) {
    const time = 1000 * (scheduler.sigmas[i] as number);
    for (let k = 0; k < COUNT; k += 1) velocity[k] = ((sample[k] as number) * time) / (time + 1);
    scheduler.step(velocity, sample);
  }
  return sample.reduce((sum, value) => sum + Math.abs(value), 0) / COUNT;
}

describe('flow-match schedulers agree with diffusers', () => {
  it.each([
    ['euler', 1, 3, [1, 0.6666666865348816, 0.3333333432674408, 0]],
    // Where Kinora Quick learned its four steps (recipe/sample.py, `times`).
    ['euler', 3, 4, [1, 0.8999999761581421, 0.75, 0.5, 0]],
    ['euler', 3, 5, [1, 0.9230769872665405, 0.8181818127632141, 0.6666666865348816, 0.4285714626312256, 0]],
    ['unipc', 1, 3, [0.9999989867210388, 0.6669999957084656, 0.33399999141693115, 0]],
    [
      'unipc',
      5,
      5,
      [0.9999989867210388, 0.9524376392364502, 0.8825258612632751, 0.7696741223335266, 0.55678790807724, 0],
    ],
  ] as const)('%s, shift %d, %i steps: levels', (name, shift, steps, levels) => {
    const { sigmas } = createScheduler(name, steps, shift, 1);
    expect(sigmas).toHaveLength(levels.length);
    // One unit in the last place of a float32.
    levels.forEach((level, i) => expect(Math.abs((sigmas[i] ?? NaN) - level)).toBeLessThanOrEqual(6e-8));
  });

  it.each([
    ['euler', 1, 1, 0.0004988506552763283],
    ['euler', 1, 5, 0.16409267485141754],
    ['euler', 3, 3, 0.1275712102651596],
    ['euler', 3, 4, 0.14364443719387054],
    ['euler', 3, 24, 0.1785261482000351],
    ['euler', 5, 10, 0.1624635010957718],
    ['unipc', 1, 1, 0.0004993563052266836],
    ['unipc', 1, 2, 0.12521149218082428],
    ['unipc', 1, 10, 0.18477557599544525],
    ['unipc', 3, 3, 0.12910376489162445],
    ['unipc', 3, 24, 0.18393729627132416],
    ['unipc', 5, 5, 0.14162831008434296],
    ['unipc', 5, 24, 0.1820501685142517],
  ] as const)('%s, shift %d, %i steps: mean %d', (name, shift, steps, mean) => {
    expect(Math.abs(meanAfter(name, shift, steps) - mean)).toBeLessThan(2e-6);
  });
});

describe('any scheduler', () => {
  const settings = fc.record({
    name: fc.constantFrom('euler', 'unipc' as const),
    steps: fc.integer({ min: 1, max: 60 }),
    shift: fc.double({ min: 0.2, max: 10, noNaN: true }),
  }) as fc.Arbitrary<{ name: 'euler' | 'unipc'; steps: number; shift: number }>;

  it('falls from noise to nothing', () => {
    fc.assert(
      fc.property(settings, ({ name, steps, shift }) => {
        const { sigmas } = createScheduler(name, steps, shift, 1);
        expect(sigmas).toHaveLength(steps + 1);
        expect(sigmas[0]).toBeGreaterThan(0.99999);
        expect(sigmas[steps]).toBe(0);
        for (let i = 0; i < steps; i += 1) expect(sigmas[i + 1]).toBeLessThan(sigmas[i] as number);
      }),
    );
  });

  it('reaches x0 exactly when the model always sees it', () => {
    fc.assert(
      fc.property(settings, fc.float({ min: -3, max: 3, noNaN: true }), ({ name, steps, shift }, x0) => {
        const scheduler = createScheduler(name, steps, shift, 1);
        const noise = 0.7;
        const sample = Float32Array.of(noise);
        for (let i = 0; i < steps; i += 1) {
          const sigma = scheduler.sigmas[i] as number;
          scheduler.step(Float32Array.of(((sample[0] as number) - x0) / sigma), sample);
        }
        expect(sample[0]).toBeCloseTo(x0, 4);
      }),
    );
  });
});
