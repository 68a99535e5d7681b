import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tileAxis } from './tile-axis.ts';

describe('tileAxis', () => {
  it('is one tile of full weight where all fits', () => {
    expect(tileAxis(3, 16, 8, 2)).toEqual([{ start: 0, length: 3, weights: new Float32Array(6).fill(1) }]);
  });

  it('covers every pixel with shares that add up to 1, nothing at the blind edge', () => {
    const axis = fc
      .record({ tile: fc.integer({ min: 2, max: 24 }), length: fc.integer({ min: 1, max: 120 }), scale: fc.constantFrom(1, 8) })
      .chain(({ tile, ...rest }) => fc.record({ ...constants({ tile, ...rest }), overlap: fc.integer({ min: 1, max: tile - 1 }) }));
    fc.assert(
      fc.property(axis, ({ length, tile, overlap, scale }) => {
        const spans = tileAxis(length, tile, overlap, scale);
        const total = new Float64Array(length * scale);
        let reached = overlap;
        for (const { start, length: size, weights } of spans) {
          expect(size).toBeLessThanOrEqual(tile);
          expect(start).toBeLessThanOrEqual(reached - overlap);
          expect(weights).toHaveLength(size * scale);
          if (start > 0) expect(weights[0]).toBeLessThan(weights[weights.length - 1] === 1 ? 1 : 1.0001);
          weights.forEach((weight, i) => {
            expect(weight).toBeGreaterThanOrEqual(0);
            total[start * scale + i] = (total[start * scale + i] as number) + weight;
          });
          reached = start + size;
        }
        expect(reached).toBe(length);
        total.forEach((sum) => expect(sum).toBeCloseTo(1, 5));
      }),
      { numRuns: 300 },
    );
  });
});

/** Every value as an arbitrary that gives only it. */
const constants = <Values extends Record<string, number>>(values: Values) =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, fc.constant(value)])) as {
    [Key in keyof Values]: fc.Arbitrary<number>;
  };
