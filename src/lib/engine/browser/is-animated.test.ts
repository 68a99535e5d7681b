import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { isAnimated } from './is-animated.ts';

/** Two frames, red over blue, as sharp reads them: one picture, twice as high as a page. */
async function pages(count: number): Promise<Sharp> {
  const [width, height] = [8, 8];
  const pixels = new Uint8Array(width * height * count * 3).map((_, i) => (i < width * height * 3 ? 255 : i % 200));
  return sharp(pixels, { raw: { width, height: height * count, channels: 3, pageHeight: height } });
}

/** The PNG with an animation control chunk after its header, as APNG has it. */
function withControlChunk(png: Uint8Array, frames: number): Uint8Array {
  const header = 8 + 25;
  const chunk = new Uint8Array(20);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, 8);
  chunk.set(new TextEncoder().encode('acTL'), 4);
  view.setUint32(8, frames);
  return new Uint8Array([...png.slice(0, header), ...chunk, ...png.slice(header)]);
}

describe('isAnimated', () => {
  it('tells a GIF of two frames from one of one', async () => {
    expect(isAnimated(await (await pages(2)).gif().toBuffer())).toBe(true);
    expect(isAnimated(await (await pages(1)).gif().toBuffer())).toBe(false);
  });

  it('tells an animated WebP from a still', async () => {
    expect(isAnimated(await (await pages(2)).webp().toBuffer())).toBe(true);
    expect(isAnimated(await (await pages(1)).webp({ lossless: true }).toBuffer())).toBe(false);
  });

  it('tells an APNG from a PNG', async () => {
    const png = new Uint8Array(await (await pages(1)).png().toBuffer());
    expect(isAnimated(png)).toBe(false);
    expect(isAnimated(withControlChunk(png, 2))).toBe(true);
    expect(isAnimated(withControlChunk(png, 1))).toBe(false);
  });

  it('is not led astray by torn or foreign bytes', async () => {
    const gif = await (await pages(2)).gif().toBuffer();
    for (let length = 0; length < gif.length; length += 7) expect(() => isAnimated(gif.subarray(0, length))).not.toThrow();
    expect(isAnimated(new Uint8Array())).toBe(false);
    expect(isAnimated(await (await pages(1)).jpeg().toBuffer())).toBe(false);
  });
});
