import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PictureSize, Placing } from './place-picture.ts';
import { placePicture } from './place-picture.ts';

const at = ({ a, b, c, d, e, f }: Placing, x: number, y: number) => [a * x + c * y + e, b * x + d * y + f] as const;
/** Where in the picture a point of the film lies. */
function back({ a, b, c, d, e, f }: Placing, x: number, y: number) {
  const det = a * d - b * c;
  return [(d * (x - e) - c * (y - f)) / det, (a * (y - f) - b * (x - e)) / det] as const;
}
const size: fc.Arbitrary<PictureSize> = fc.record({ width: fc.integer({ min: 16, max: 4000 }), height: fc.integer({ min: 16, max: 4000 }) });
const share = fc.integer({ min: 0, max: 1000 }).map((parts) => parts / 1000);
const view = fc.record({ x: share, y: share, zoom: share.map((part) => 1 + 7 * part), turn: share.map((part) => 360 * part - 180) });

describe('placePicture', () => {
  it('shows no edge of a cropped picture, wherever the camera looks and however it is turned', () => {
    fc.assert(
      fc.property(size, size, view, (picture, film, seen) => {
        const placing = placePicture(picture, film, 'crop', seen);
        const slack = 1e-6 * Math.max(picture.width, picture.height);
        for (const [x, y] of [[0, 0], [film.width, 0], [0, film.height], [film.width, film.height]] as const) {
          const [px, py] = back(placing, x, y);
          expect(px).toBeGreaterThanOrEqual(-slack);
          expect(py).toBeGreaterThanOrEqual(-slack);
          expect(px).toBeLessThanOrEqual(picture.width + slack);
          expect(py).toBeLessThanOrEqual(picture.height + slack);
        }
      }),
    );
  });

  it('shows all of a padded picture, in the middle', () => {
    fc.assert(
      fc.property(size, size, (picture, film) => {
        const placing = placePicture(picture, film, 'pad', { x: 0.1, y: 0.9, zoom: 1, turn: 0 });
        const [left, top] = at(placing, 0, 0);
        const [right, bottom] = at(placing, picture.width, picture.height);
        expect(left + right).toBeCloseTo(film.width, 4);
        expect(top + bottom).toBeCloseTo(film.height, 4);
        expect(Math.min(left, top)).toBeCloseTo(0, 4);
      }),
    );
  });

  it('puts what the camera looks at in the middle, and its half at a zoom of two', () => {
    const placing = placePicture({ width: 200, height: 100 }, { width: 400, height: 200 }, 'crop', { x: 0.4, y: 0.5, zoom: 2, turn: 0 });
    expect(at(placing, 80, 50)).toEqual([200, 100]);
    expect(placing.a).toBe(4);
  });

  it('turns the picture the other way than the camera', () => {
    const placing = placePicture({ width: 100, height: 100 }, { width: 100, height: 100 }, 'pad', { x: 0.5, y: 0.5, zoom: 1, turn: 90 });
    const [x, y] = at(placing, 100, 50);
    // What was right of the middle is above it.
    expect([Math.round(x), Math.round(y)]).toEqual([50, 0]);
  });
});
