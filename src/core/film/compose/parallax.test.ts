import { describe, expect, it } from 'vitest';
import { WHOLE_PICTURE } from './camera.ts';
import type { Pixels } from './canvas-port.ts';
import { depthGrid } from './depth-grid.ts';
import { bendStill } from './parallax.ts';

const SIZE = { width: 320, height: 180 };
/** A red disc before a blue wall with a green one, left and right of the middle. */
const NEAR = { x: 110, y: 90, colour: [255, 0, 0] } as const;
const FAR = { x: 210, y: 90, colour: [0, 255, 0] } as const;
const RADIUS = 20;

const painted = (paint: (x: number, y: number) => readonly number[], { width, height } = SIZE): Pixels => {
  const data = new Uint8ClampedArray(4 * width * height);
  for (let y = 0, at = 0; y < height; y += 1) for (let x = 0; x < width; x += 1, at += 4) data.set([...paint(x, y), 255], at);
  return { width, height, data };
};
const isIn = (disc: { readonly x: number; readonly y: number }, x: number, y: number) => Math.hypot(x + 0.5 - disc.x, y + 0.5 - disc.y) < RADIUS;
const still = painted((x, y) => (isIn(NEAR, x, y) ? NEAR.colour : isIn(FAR, x, y) ? FAR.colour : [0, 0, 255]));
const grid = depthGrid(painted((x, y) => (isIn(NEAR, x, y) ? [255, 255, 255] : [0, 0, 0])));
const flat = depthGrid(painted(() => [128, 128, 128]));

function bent(view: Partial<typeof WHOLE_PICTURE>, { of = grid, strength = 1, from = still } = {}): Pixels {
  const out = { ...from, data: new Uint8ClampedArray(from.data.length) };
  bendStill(from, of, { ...WHOLE_PICTURE, ...view }, strength, out);
  return out;
}

/** Where a colour lies, and how much there is of it. */
function seen({ width, data }: Pixels, channel: 0 | 1) {
  let [light, x, y] = [0, 0, 0];
  for (let at = 0; at < data.length; at += 4) {
    const value = data[at + channel]!;
    light += value;
    x += value * (((at / 4) % width) + 0.5);
    y += value * (Math.floor(at / 4 / width) + 0.5);
  }
  return { x: x / light, y: y / light, area: light / 255 };
}

describe('a still that is moved by its depth', () => {
  it('moves what is near the other way than the camera, and what is far with it, the more the stronger', () => {
    const way = (channel: 0 | 1, strength: number) => seen(bent({ x: 0.6 }, { strength }), channel).x - seen(bent({ x: 0.4 }, { strength }), channel).x;
    // At full strength nearest and farthest part by half of what the camera moves.
    expect((way(1, 1) - way(0, 1)) / (0.5 * 0.2 * SIZE.width)).toBeGreaterThan(0.85);
    expect((way(1, 1) - way(0, 1)) / (0.5 * 0.2 * SIZE.width)).toBeLessThan(1.05);
    expect(way(0, 1)).toBeLessThan(-10);
    expect(way(1, 1)).toBeGreaterThan(10);
    expect(way(0, 0.5) / way(0, 1)).toBeCloseTo(0.5, 1);
    expect(seen(bent({ y: 0.6 }), 0).y).toBeLessThan(seen(bent({ y: 0.4 }), 0).y - 4);
  });

  it('grows what is near more than what is far when the camera comes closer', () => {
    const grown = (channel: 0 | 1) => seen(bent({ zoom: 1.6 }), channel).area / seen(bent({}), channel).area;
    expect(grown(0)).toBeGreaterThan(1.15);
    expect(grown(1)).toBeLessThan(0.9);
  });

  it('is the picture itself where nothing is felt, and hides its border by a little where something is', () => {
    expect(bent({ x: 0.7, zoom: 2 }, { strength: 0 }).data.reduce((worst, value, at) => Math.max(worst, Math.abs(value - still.data[at]!)), 0)).toBeLessThanOrEqual(3);
    const [wide] = [seen(bent({}, { of: flat }), 0)];
    expect(wide.area / seen(still, 0).area).toBeCloseTo(1.05 ** 2, 1);
  });

  it('keeps what is near whole, and leaves no hole behind it', () => {
    for (const x of [0, 0.3, 0.7, 1]) {
      const { data } = bent({ x, zoom: 1.25 });
      expect(seen({ ...still, data }, 0).area / seen(still, 0).area).toBeGreaterThan(0.9);
      let least = 255;
      for (let at = 0; at < data.length; at += 4) least = Math.min(least, data[at]! + data[at + 1]! + data[at + 2]!);
      expect(least).toBeGreaterThan(240);
    }
  });

  it('takes maps and pictures of any size, down to a pixel', () => {
    for (const size of [{ width: 1, height: 1 }, { width: 1, height: 9 }, { width: 2000, height: 3 }]) {
      const small = painted(() => [9, 8, 7], size);
      expect([...bent({ x: 0.9, zoom: 3 }, { of: depthGrid(small), from: small }).data.slice(0, 4)]).toEqual([9, 8, 7, 255]);
    }
  });
});
