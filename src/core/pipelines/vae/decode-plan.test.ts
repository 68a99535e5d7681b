import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planDecode } from './decode-plan.ts';

const scale = { spatial: 8, temporal: 4 };
const shape = { channels: 16, groups: 5, height: 60, width: 104 };

describe('planDecode', () => {
  const whole = planDecode(shape, scale, Infinity);

  it('takes all at once, then fewer groups, then tiles of one group, as memory gets short', () => {
    expect(whole).toMatchObject({ groupsAtOnce: 5 });
    expect(planDecode(shape, scale, whole.bytes - 1)).toMatchObject({ groupsAtOnce: 3 });
    expect(planDecode(shape, scale, whole.bytes / 2)).toEqual({ bytes: (whole.bytes / 5) * 2, groupsAtOnce: 1 });
    expect(planDecode(shape, scale, whole.bytes / 4)).toMatchObject({
      groupsAtOnce: 1,
      tile: { width: 52, height: 60, overlap: 8 },
    });
  });

  it('always has a plan, which fits unless it is the smallest', () => {
    const shapes = fc.record({
      channels: fc.constant(16),
      groups: fc.integer({ min: 1, max: 21 }),
      height: fc.integer({ min: 2, max: 200 }),
      width: fc.integer({ min: 2, max: 200 }),
    });
    fc.assert(
      fc.property(shapes, fc.double({ min: 0, max: 1, noNaN: true }), (anyShape, share) => {
        const all = planDecode(anyShape, scale, Infinity).bytes;
        const plan = planDecode(anyShape, scale, all * share);
        expect(plan.groupsAtOnce).toBeGreaterThanOrEqual(1);
        expect(plan.bytes).toBeLessThanOrEqual(all);
        const smallest = Math.max(plan.tile?.width ?? Infinity, plan.tile?.height ?? Infinity) <= 16;
        if (!smallest) expect(plan.bytes).toBeLessThanOrEqual(all * share);
      }),
      { numRuns: 500 },
    );
  });
});
