import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { register, type Plane } from './registration.ts';

/** Smooth hills of brightness, moved and zoomed about the middle. */
function scene(width: number, height: number, right: number, down: number, logZoom: number): Plane {
  const values = new Float32Array(width * height);
  const zoom = Math.exp(logZoom);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const x = (column - (width - 1) / 2 - right) / zoom;
      const y = (row - (height - 1) / 2 - down) / zoom;
      values[row * width + column] = 0.5 + 0.2 * Math.sin(x / 7 + y / 19) + 0.2 * Math.cos(y / 6 - x / 23);
    }
  }
  return { width, height, values };
}

describe('register', () => {
  it('finds any small move of a smooth scene', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -5, max: 5, noNaN: true }),
        fc.double({ min: -5, max: 5, noNaN: true }),
        fc.double({ min: -0.08, max: 0.08, noNaN: true }),
        (right, down, logZoom) => {
          const move = register(scene(112, 96, 0, 0, 0), scene(112, 96, right, down, logZoom));
          expect(move.right).toBeCloseTo(right, 0);
          expect(move.down).toBeCloseTo(down, 0);
          expect(Math.abs(move.logZoom - logZoom)).toBeLessThan(0.01);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('leaves out what is hidden', () => {
    const from = scene(112, 96, 0, 0, 0);
    const to = scene(112, 96, 0, 0, 0);
    for (let y = 30; y < 60; y++) {
      for (let x = 30; x < 60; x++) {
        from.values[y * 112 + x] = (x + y) % 9 < 4 ? 1 : 0;
        to.values[y * 112 + x + 6] = (x + y) % 9 < 4 ? 1 : 0;
      }
    }
    const move = register(from, to, [{ x: 48, y: 45, radius: 28 }]);
    expect(Math.hypot(move.right, move.down)).toBeLessThan(0.3);
  });
});
