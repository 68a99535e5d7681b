import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeAfter } from './grid-keys.ts';

const shape = { count: 11, columns: 4, page: 2 };

describe('the keys of a grid', () => {
  it.each([
    ['ArrowRight', 3, 4],
    ['ArrowLeft', 0, undefined],
    ['ArrowDown', 2, 6],
    ['ArrowDown', 7, 10],
    ['ArrowDown', 9, undefined],
    ['ArrowUp', 5, 1],
    ['ArrowUp', 3, undefined],
    ['PageDown', 1, 9],
    ['PageUp', 9, 1],
    ['Home', 6, 0],
    ['End', 6, 10],
    ['x', 6, undefined],
  ])('%s from %i leads to %s', (key, at, to) => expect(placeAfter(key, at, shape)).toBe(to));

  it('reach every place from the first and never leave', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 9 }), (count, columns) => {
        const reached = new Set([0]);
        for (const at of reached) {
          for (const key of ['ArrowDown', 'ArrowRight', 'PageDown', 'End']) {
            const to = placeAfter(key, at, { count, columns, page: 3 });
            if (to !== undefined) expect(to).toBeLessThan(count);
            if (to !== undefined) reached.add(to);
          }
        }
        expect(reached.size).toBe(count);
      }),
    );
  });
});
