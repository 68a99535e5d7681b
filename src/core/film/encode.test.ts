import { beforeAll, describe, expect, it } from 'vitest';
import { registerCodecs } from '../../../accelerator/media/register.ts';
import { decodeFilm, psnr } from '../../../tests/fixtures/decode-film.ts';
import { DRAWN_RECIPE, drawnClip } from '../../../tests/fixtures/drawn-clip.ts';
import { colourSpaceFor, rgbToI420 } from './colour.ts';
import { type Container, encodeFilm } from './encode.ts';
import { readRecipe } from './read-recipe.ts';

beforeAll(registerCodecs);

describe.each(['mp4', 'webm'] as const)('a film as %s', (container: Container) => {
  it('comes back with its frames, times, size, colours and recipe', async () => {
    const clip = drawnClip();
    const film = await encodeFilm(clip, container, DRAWN_RECIPE);
    expect(film.type).toBe(`video/${container}`);
    expect(film.codec).toBe(container === 'mp4' ? 'avc' : 'vp9');

    const decoded = await decodeFilm(film.bytes);
    expect([decoded.width, decoded.height]).toEqual([160, 96]);
    expect(decoded.times).toHaveLength(17);
    for (const [frame, time] of decoded.times.entries()) expect(time).toBeCloseTo(frame / 8, 2);
    expect(decoded.colours).toEqual(colourSpaceFor(96));

    const frameBytes = 160 * 96 * 3;
    for (const [frame, rgb] of decoded.frames.entries()) {
      // Colour at half the resolution is what bounds this: 35.4 dB for this drawing without any compression.
      expect(psnr(rgb, clip.rgb.subarray(frame * frameBytes, (frame + 1) * frameBytes))).toBeGreaterThan(34.5);
    }
    expect(await readRecipe(film.bytes)).toEqual(DRAWN_RECIPE);
  });

  it('keeps flat colours within two steps of what was drawn', async () => {
    const colours = [[214, 58, 47], [246, 187, 66], [86, 148, 74], [40, 60, 160], [255, 255, 255], [0, 0, 0]] as const;
    const rgb = Uint8Array.from(colours.flatMap((colour) => Array.from({ length: 96 * 96 }, () => colour).flat()));
    const clip = { width: 96, height: 96, frames: colours.length, frameRate: 8, rgb };
    const decoded = await decodeFilm((await encodeFilm(clip, container, DRAWN_RECIPE)).bytes);
    for (const [index, colour] of colours.entries()) {
      const middle = (48 * 96 + 48) * 3;
      const seen = decoded.frames[index]!.subarray(middle, middle + 3);
      for (const [channel, value] of colour.entries()) expect(Math.abs(seen[channel]! - value)).toBeLessThanOrEqual(2);
    }
  });

  it('takes a single frame and another rate', async () => {
    const decoded = await decodeFilm((await encodeFilm(drawnClip(96, 160, 1, 24), container, DRAWN_RECIPE)).bytes);
    expect([decoded.width, decoded.height, decoded.times.length]).toEqual([96, 160, 1]);
  });
});

describe('rgbToI420', () => {
  it('gives black, white and grey their places in the narrow range', () => {
    const grey = (value: number) => rgbToI420(new Uint8Array(12).fill(value), 2, 2, colourSpaceFor(96));
    expect([...grey(0)]).toEqual([16, 16, 16, 16, 128, 128]);
    expect([...grey(255)]).toEqual([235, 235, 235, 235, 128, 128]);
  });

  it('gives pure red the reference values of both matrices', () => {
    const red = new Uint8Array(12).map((_, index) => (index % 3 === 0 ? 255 : 0));
    expect([...rgbToI420(red, 2, 2, colourSpaceFor(96))]).toEqual([81, 81, 81, 81, 90, 240]);
    expect([...rgbToI420(red, 2, 2, colourSpaceFor(1080))]).toEqual([63, 63, 63, 63, 102, 240]);
  });
});

describe('readRecipe', () => {
  it('finds nothing in what is no film of ours', async () => {
    expect(await readRecipe(new Uint8Array(1000))).toBeUndefined();
  });
});
