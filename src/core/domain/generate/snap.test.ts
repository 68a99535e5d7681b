import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { snapFrames, snapShape, snapSide } from './snap.ts';

const size = { multiple: 16, min: 96, max: 160, default: [160, 96], presets: [[160, 96]] } as const;
const frames = { multiple: 4, offset: 1, default: 17, max: 17 };
const limits = {
  size: { ...size, default: [160, 96] as [number, number], presets: [[160, 96] as [number, number]] },
  frames,
};

describe('snapShape', () => {
  it('changes nothing that is legal', () => {
    expect(snapShape({ mode: 't2v', width: 160, height: 96, frames: 17 }, limits)).toEqual({
      shape: { width: 160, height: 96, frames: 17 },
      adjustments: [],
    });
  });

  it('takes the nearest legal values and tells each', () => {
    expect(snapShape({ mode: 't2v', width: 1920, height: 103, frames: 12 }, limits)).toEqual({
      shape: { width: 160, height: 96, frames: 13 },
      adjustments: [
        { what: 'width', asked: 1920, used: 160 },
        { what: 'height', asked: 103, used: 96 },
        { what: 'frames', asked: 12, used: 13 },
      ],
    });
  });

  it('gives a still one frame without a word', () => {
    expect(snapShape({ mode: 't2i', width: 96, height: 96, frames: 17 }, limits)).toEqual({
      shape: { width: 96, height: 96, frames: 1 },
      adjustments: [],
    });
  });
});

describe('snapping', () => {
  const numbers = fc.record({
    multiple: fc.integer({ min: 1, max: 64 }),
    offset: fc.integer({ min: 0, max: 5 }),
    steps: fc.integer({ min: 1, max: 40 }),
    asked: fc.integer({ min: 1, max: 10_000 }),
  });

  it('is legal, nearest, and stays where it is', () => {
    fc.assert(
      fc.property(numbers, ({ multiple, offset, steps, asked }) => {
        const rule = { multiple, offset, default: multiple + offset, max: multiple * steps + offset };
        const used = snapFrames(asked, rule);
        const legal = Array.from({ length: steps }, (_, i) => multiple * (i + 1) + offset);
        expect(legal).toContain(used);
        const least = Math.min(...legal.map((count) => Math.abs(count - asked)));
        expect(Math.abs(used - asked)).toBe(least);
        expect(snapFrames(used, rule)).toBe(used);
      }),
      { numRuns: 500 },
    );
  });

  it('never leaves the limits of the size, even where they are no multiples', () => {
    fc.assert(
      fc.property(numbers, ({ multiple, asked }) => {
        const side = snapSide(asked, { ...limits.size, multiple, min: 90, max: 170 });
        expect(side % multiple).toBe(0);
        expect(side).toBeGreaterThanOrEqual(90);
        expect(side).toBeLessThanOrEqual(170);
      }),
      { numRuns: 500 },
    );
  });
});
