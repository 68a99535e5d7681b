import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tileAxis } from './tile-axis.ts';

const axes = fc
  .record({
    length: fc.integer({ min: 1, max: 120 }),
    tile: fc.integer({ min: 2, max: 24 }),
    scale: fc.constantFrom(1, 8),
    part: fc.nat(),
  })
  .map(({ part, ...axis }) => ({ ...axis, overlap: 1 + (part % (axis.tile - 1)) }));

describe('tileAxis', () => {
  it('is one tile of full weight where all fits', () => {
    expect(tileAxis(3, 16, 8, 2)).toEqual([{ start: 0, length: 3, weights: new Float32Array(6).fill(1) }]);
  });

  it('covers every pixel with shares that add up to 1, and trusts no tile at its edge', () => {
    fc.assert(
      fc.property(axes, ({ length, tile, overlap, scale }) => {
        const total = new Float64Array(length * scale);
        let reached = overlap;
        for (const { start, length: size, weights } of tileAxis(length, tile, overlap, scale)) {
          expect(size).toBeLessThanOrEqual(tile);
          expect(start).toBeLessThanOrEqual(reached - overlap);
          expect(weights).toHaveLength(size * scale);
          if (scale === 8 && start > 0) expect(weights[0]).toBe(0);
          if (scale === 8 && start + size < length) expect(weights.at(-1)).toBe(0);
          expect(Math.min(...weights)).toBeGreaterThanOrEqual(0);
          weights.forEach((weight, i) => {
            total[start * scale + i] = (total[start * scale + i] as number) + weight;
          });
          reached = start + size;
        }
        expect(reached).toBe(length);
        expect(Math.min(...total)).toBeCloseTo(1, 5);
        expect(Math.max(...total)).toBeCloseTo(1, 5);
      }),
      { numRuns: 300 },
    );
  });
});
