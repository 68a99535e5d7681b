import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RemainingTime } from './estimate.ts';

describe('RemainingTime', () => {
  it('says nothing before it knows something', () => {
    const time = new RemainingTime();
    expect(time.remaining(0)).toBeUndefined();
    time.add(0, 0);
    time.add(100, 0.01);
    expect(time.remaining(100)).toBeUndefined();
  });

  it('is right for even work, whatever its pace', () => {
    fc.assert(
      fc.property(fc.integer({ min: 10, max: 100_000 }), fc.integer({ min: 4, max: 200 }), (step, steps) => {
        const time = new RemainingTime();
        const half = Math.ceil(steps / 2);
        for (let i = 0; i <= half; i += 1) time.add(i * step, i / steps);
        expect(time.remaining(half * step)).toBeCloseTo((steps - half) * step, 3);
      }),
    );
  });

  it('forgets a slow start', () => {
    const time = new RemainingTime();
    time.add(0, 0);
    for (let i = 1; i <= 20; i += 1) time.add(10_000 + i * 100, i / 40);
    expect(time.remaining(12_000)).toBeCloseTo(2_000, 3);
  });

  it('counts down between reports and never below nothing', () => {
    const time = new RemainingTime();
    time.add(0, 0);
    time.add(1_000, 0.5);
    expect(time.remaining(1_400)).toBeCloseTo(600, 3);
    expect(time.remaining(9_000)).toBe(0);
  });
});
