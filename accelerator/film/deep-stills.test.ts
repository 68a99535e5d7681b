import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { someCut, someHash } from '#core/film/compose/film-cut.test-support.ts';
import { composeFilm } from '#core/film/export/compose-film.ts';
import type { PictureDepth } from '#core/schema/clip-depth.ts';
import { nodeHost } from './node-host.ts';

const STILL = { width: 320, height: 180 };
const LENGTH = 9;
const DISC = { x: 120, y: 90, radius: 20 };
const isNear = (x: number, y: number) => Math.hypot(x + 0.5 - DISC.x, y + 0.5 - DISC.y) < DISC.radius;

/** A near red disc, a far green one. */
async function pictures(): Promise<Map<string, Uint8Array>> {
  const [rgb, grey] = [Buffer.alloc(3 * STILL.width * STILL.height), Buffer.alloc(STILL.width * STILL.height)];
  for (let y = 0, at = 0; y < STILL.height; y += 1) {
    for (let x = 0; x < STILL.width; x += 1, at += 1) {
      const isFar = Math.hypot(x + 0.5 - 200, y + 0.5 - 90) < DISC.radius;
      rgb.set(isNear(x, y) ? [255, 0, 0] : isFar ? [0, 255, 0] : [0, 0, 255], 3 * at);
      grey[at] = isNear(x, y) ? 255 : 0;
    }
  }
  const png = (raw: Buffer, channels: 1 | 3) => sharp(raw, { raw: { ...STILL, channels } }).png().toBuffer();
  return new Map([[someHash('a'), await png(rgb, 3)], [someHash('b'), await png(grey, 1)], [someHash('c'), new TextEncoder().encode('no map')]]);
}

/** Where the discs lie in the first and the last frame, and whose map was gone. */
async function panned(depth: PictureDepth | undefined, fit: 'crop' | 'pad' = 'crop') {
  const files = await pictures();
  const key = (at: number, x: number) => ({ at, x, y: 0.5, zoom: 1.25, turn: 0 });
  const source = { kind: 'still', asset: someHash('a'), type: 'image/png', ...(depth && { depth }) } as const;
  const cut = someCut([{ length: LENGTH, source, camera: { easing: 'linear', keys: [key(0, 0.45), key(1, 0.55)] } }], { fit });
  const flat: string[] = [];
  const missing: string[] = [];
  const options = { size: STILL, frames: { rate: cut.rate, count: LENGTH, filmFrame: (at: number) => at }, signal: { aborted: false }, onMissing: (slate: string) => void missing.push(slate), onFlat: (slate: string) => void flat.push(slate) };
  const seen: { near: number; far: number }[] = [];
  for await (const { surface } of composeFilm(cut, options, nodeHost((asset) => files.get(asset)))) {
    const { data } = surface.read();
    const middle = (channel: number) => {
      let [light, x] = [0, 0];
      for (let at = channel; at < data.length; at += 4) [light, x] = [light + data[at]!, x + data[at]! * ((at >> 2) % STILL.width)];
      return x / light;
    };
    seen.push({ near: middle(0), far: middle(1) });
  }
  const [first, last] = [seen[0]!, seen.at(-1)!];
  return { near: last.near - first.near, far: last.far - first.far, flat, missing };
}

describe('a still with depth in a film', () => {
  it('moves near things further than far ones, and flat where nobody has told its depth', async () => {
    const [flat, deep] = [await panned(undefined), await panned({ map: someHash('b'), strength: 1 })];
    expect(Math.abs(flat.near - flat.far)).toBeLessThan(1);
    expect(deep.near).toBeLessThan(flat.near - 5);
    expect(deep.far).toBeGreaterThan(flat.far + 5);
    expect([deep.flat, deep.missing]).toEqual([[], []]);
    const half = await panned({ map: someHash('b'), strength: 0.5 });
    expect((half.far - half.near) / (deep.far - deep.near)).toBeCloseTo(0.5, 1);
  });

  it.each(['c', 'd'])('moves as a flat picture where its map is damaged or gone, and says of which clip (%s)', async (digit) => {
    const { near, far, flat, missing } = await panned({ map: someHash(digit), strength: 1 });
    expect(Math.abs(near - far)).toBeLessThan(1);
    expect([flat, missing]).toEqual([['1A'], []]);
  });
});
