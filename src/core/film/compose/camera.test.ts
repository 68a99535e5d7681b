import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CameraKey, CameraPath } from '../../schema/camera-path.ts';
import { CameraMove } from '../../schema/shot.ts';
import { cameraAt, pathOfMove } from './camera.ts';

/** Evenly spread: random doubles are nearly all next to nothing. */
const share = fc.integer({ min: 0, max: 1000 }).map((parts) => parts / 1000);

const near = (a: number, b: number) => Math.abs(a - b) < 1e-9;

const paths: fc.Arbitrary<CameraPath> = fc.record({
  easing: fc.constantFrom('linear' as const, 'smooth' as const),
  keys: fc
    .uniqueArray(fc.integer({ min: 1, max: 99 }), { maxLength: 6 })
    .chain((moments) => {
      const ats = [0, ...moments.sort((a, b) => a - b).map((at) => at / 100), 1];
      const view = fc.record({ x: share, y: share, zoom: share.map((part) => 1 + 7 * part), turn: share.map((part) => 360 * part - 180) });
      return fc.array(view, { minLength: ats.length, maxLength: ats.length }).map((views) => views.map((one, i) => ({ at: ats[i]!, ...one })));
    }),
});

describe('cameraAt', () => {
  it('is at each key at its moment', () => {
    fc.assert(
      fc.property(paths, (path) => {
        for (const { at, ...view } of path.keys) {
          const seen = cameraAt(path, at);
          for (const part of ['x', 'y', 'zoom', 'turn'] as const) expect(seen[part]).toBeCloseTo(view[part], 9);
        }
      }),
    );
  });

  it('never leaves what lies between two keys, so a path inside the picture stays there', () => {
    fc.assert(
      fc.property(paths, share, (path, t) => {
        const seen = cameraAt(path, t);
        const after = Math.max(1, path.keys.findIndex(({ at }) => at >= t));
        const [a, b] = [path.keys[after - 1]!, path.keys[after]!];
        for (const part of ['x', 'y', 'zoom', 'turn'] as const) {
          expect(seen[part]).toBeGreaterThanOrEqual(Math.min(a[part], b[part]) - 1e-9);
          expect(seen[part]).toBeLessThanOrEqual(Math.max(a[part], b[part]) + 1e-9);
        }
      }),
    );
  });

  it('begins and ends gently where it is smooth, and evenly where it is linear', () => {
    const keys = [{ at: 0, x: 0, y: 0.5, zoom: 1, turn: 0 }, { at: 1, x: 1, y: 0.5, zoom: 1, turn: 0 }];
    expect(cameraAt({ keys, easing: 'linear' }, 0.1).x).toBeCloseTo(0.1);
    expect(cameraAt({ keys, easing: 'smooth' }, 0.1).x).toBeCloseTo(0.028);
    expect(cameraAt({ keys, easing: 'smooth' }, 0.5).x).toBeCloseTo(0.5);
    expect(near(cameraAt({ keys, easing: 'smooth' }, 0.9).x, 1 - 0.028)).toBe(true);
  });
});

describe('pathOfMove', () => {
  it.each(CameraMove.options)('has a path for %s that may be kept in a project', (move) => {
    expect(CameraPath.safeParse(pathOfMove(move)).success).toBe(true);
    for (const key of pathOfMove(move).keys) expect(CameraKey.safeParse(key).success).toBe(true);
  });

  it('moves where its name says', () => {
    const way = (move: CameraMove, part: 'x' | 'y' | 'zoom') => cameraAt(pathOfMove(move), 1)[part] - cameraAt(pathOfMove(move), 0)[part];
    expect(way('pan-right', 'x')).toBeGreaterThan(0);
    expect(way('truck-left', 'x')).toBeLessThan(0);
    expect(way('tilt-up', 'y')).toBeLessThan(0);
    expect(way('crane-down', 'y')).toBeGreaterThan(0);
    expect(way('zoom-in', 'zoom')).toBeGreaterThan(0);
    expect(way('dolly-out', 'zoom')).toBeLessThan(0);
    expect(cameraAt(pathOfMove('static'), 0.4)).toEqual({ x: 0.5, y: 0.5, zoom: 1, turn: 0 });
  });
});
