import { describe, expect, it } from 'vitest';
import type { GenerationResult } from '#core/domain/engine.ts';
import { readRecipe } from '#core/film/read-recipe.ts';
import { someTake } from '../../../../tests/contract/samples.ts';
import { BrowserFilmMaker } from './film-maker.ts';

/** A clip that turns from black to white. */
function ramp(frames: number): GenerationResult {
  const [width, height] = [160, 96];
  const frameBytes = width * height * 3;
  const rgb = new Uint8Array(frames * frameBytes).map((_, i) => (Math.floor(i / frameBytes) * 255) / Math.max(1, frames - 1));
  const { recipe } = someTake();
  return { video: { width, height, frames, frameRate: 8, rgb }, recipe, timings: {}, adjustments: [] };
}

async function size({ bytes, type }: { bytes: Uint8Array<ArrayBuffer>; type: string }) {
  const { width, height } = await createImageBitmap(new Blob([bytes], { type }));
  return [width, height];
}

describe('the film maker', () => {
  it('makes a film that plays, with its recipe inside, a poster and a filmstrip', async () => {
    const maker = new BrowserFilmMaker();
    const made = await maker.make(ramp(17));
    maker.dispose();
    if (!made.ok) throw new Error(JSON.stringify(made.fault));
    const { media, poster, filmstrip } = made.value;
    const video = document.createElement('video');
    video.src = URL.createObjectURL(new Blob([media.bytes], { type: media.type }));
    await new Promise((resolve, reject) => {
      video.onloadedmetadata = resolve;
      video.onerror = () => reject(new Error(video.error?.message));
    });
    expect([video.videoWidth, video.videoHeight]).toEqual([160, 96]);
    expect(video.duration).toBeCloseTo(17 / 8, 1);
    expect(await readRecipe(media.bytes)).toEqual(someTake().recipe);
    expect(await size(poster)).toEqual([160, 96]);
    expect(filmstrip.frames).toBe(9);
    expect(await size(filmstrip)).toEqual([9 * 160, 96]);
  });

  it('makes a PNG of a single frame, with its recipe inside', async () => {
    const maker = new BrowserFilmMaker();
    const made = await maker.make(ramp(1));
    maker.dispose();
    if (!made.ok) throw new Error(JSON.stringify(made.fault));
    const { media, filmstrip } = made.value;
    expect(media.type).toBe('image/png');
    expect(await size(media)).toEqual([160, 96]);
    expect(await readRecipe(media.bytes)).toEqual(someTake().recipe);
    expect(filmstrip.frames).toBe(1);
  });
});
