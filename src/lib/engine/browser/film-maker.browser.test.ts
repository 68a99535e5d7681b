import { describe, expect, it } from 'vitest';
import type { GenerationResult } from '#core/domain/generate/engine.ts';
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

/** How bright the middle of each part of a strip is, 0 to 255. */
async function greys({ bytes, type }: { bytes: Uint8Array<ArrayBuffer>; type: string }, parts: number) {
  const bitmap = await createImageBitmap(new Blob([bytes], { type }));
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')!;
  context.drawImage(bitmap, 0, 0);
  return Array.from({ length: parts }, (_, i) => context.getImageData(((i + 0.5) * bitmap.width) / parts, bitmap.height / 2, 1, 1).data[1]!);
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

  it('leaves a finished film as it came, and draws its stills from it', async () => {
    const maker = new BrowserFilmMaker();
    const first = await maker.make(ramp(41));
    if (!first.ok) throw new Error(JSON.stringify(first.fault));
    const { media } = first.value;
    const { recipe } = someTake();
    const kept = await maker.make({ file: new Blob([media.bytes], { type: media.type }), recipe: { ...recipe, frames: 41 }, timings: {}, adjustments: [] });
    maker.dispose();
    if (!kept.ok) throw new Error(JSON.stringify(kept.fault));
    expect(kept.value.media).toEqual(media);
    expect(await size(kept.value.poster)).toEqual([160, 96]);
    expect(kept.value.filmstrip.frames).toBe(9);
    expect(await size(kept.value.filmstrip)).toEqual([9 * 160, 96]);
    // From black to white: each frame of the strip is brighter than the one before.
    const shades = await greys(kept.value.filmstrip, 9);
    expect(shades[0]).toBeLessThan(12);
    expect(shades.at(-1)).toBeGreaterThan(243);
    expect(shades).toEqual([...shades].sort((a, b) => a - b));
  });

  it('leaves a finished still as it came', async () => {
    const maker = new BrowserFilmMaker();
    const first = await maker.make(ramp(1));
    if (!first.ok) throw new Error(JSON.stringify(first.fault));
    const { media } = first.value;
    const kept = await maker.make({ file: new Blob([media.bytes], { type: media.type }), recipe: someTake().recipe, timings: {}, adjustments: [] });
    maker.dispose();
    expect(kept).toMatchObject({ ok: true, value: { media, filmstrip: { frames: 1 } } });
  });

  it('says that a file cannot be read, and goes on', async () => {
    const maker = new BrowserFilmMaker();
    const file = new Blob(['no film'], { type: 'video/mp4' });
    expect(await maker.make({ file, recipe: someTake().recipe, timings: {}, adjustments: [] })).toMatchObject({ ok: false, fault: { reason: 'media-damaged' } });
    expect((await maker.make(ramp(1))).ok).toBe(true);
    maker.dispose();
  });
});
