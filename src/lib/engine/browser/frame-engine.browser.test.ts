import { beforeAll, describe, expect, it } from 'vitest';
import { readRecipe } from '#core/film/read-recipe.ts';
import type { FrameMode } from '#core/schema/frame-model.ts';
import { JobId, type Sha256 } from '#core/schema/ids.ts';
import type { Progress } from '#core/schema/progress.ts';
import { GenerationRequest } from '#core/schema/request.ts';
import { sha256 } from '#lib/storage/digest.ts';
import { decodeFilm } from '../../../../tests/fixtures/decode-film.ts';
import { DRAWN_RECIPE, drawnClip } from '../../../../tests/fixtures/drawn-clip.ts';
import type { LaneContext } from '../lane.ts';
import { BrowserFilmMaker } from './film-maker.ts';
import { enhanceInWorker } from './frame-engine.ts';

const PLAN = { provider: 'wasm', threads: 1, why: '' } as const;
const FRAMES = 3;
let clip: Blob;
let still: Blob;
let name: Sha256;

beforeAll(async () => {
  const { width, height, frameRate, rgb } = drawnClip();
  const film = new BrowserFilmMaker();
  const video = { width, height, frameRate, frames: FRAMES, rgb: rgb.slice(0, width * height * 3 * FRAMES) };
  const made = await film.make({ video, recipe: { ...DRAWN_RECIPE, frames: FRAMES }, timings: {}, adjustments: [] });
  film.dispose();
  if (!made.ok) throw new Error(made.fault.reason);
  const { media, poster } = made.value;
  clip = new Blob([media.bytes], { type: media.type });
  still = new Blob([poster.bytes], { type: poster.type });
  name = await sha256(media.bytes);
});

function request(mode: FrameMode): GenerationRequest {
  return GenerationRequest.parse({ mode, prompt: 'a ball', seed: 0, width: 16, height: 16, frames: 1, frameRate: 8, steps: 1, guidance: 0, source: name });
}

function context(file: Blob | undefined, more: { signal?: AbortSignal; onProgress?: (progress: Progress) => void; tiling?: boolean } = {}): LaneContext {
  return {
    signal: new AbortController().signal,
    job: JobId.parse(crypto.randomUUID()),
    stored: {} as LaneContext['stored'],
    priority: 'normal',
    bytes: async (asked) => (asked === name ? file : undefined),
    onProgress: () => {},
    onAlive: () => {},
    ...more,
  };
}

async function enhanced(mode: FrameMode, file: Blob, more: Parameters<typeof context>[1] = {}) {
  const made = await enhanceInWorker(mode, request(mode), context(file, more), PLAN);
  if (!made.ok) throw new Error(made.fault.reason);
  return made.value;
}

describe('work on frames in the browser', () => {
  it('makes a clip twice as large, in small tiles too, and tells how far it is', async () => {
    const told: number[] = [];
    const { file, recipe, timings } = await enhanced('upscale', clip, { tiling: true, onProgress: ({ fraction }) => told.push(fraction) });
    const bytes = new Uint8Array(await file.arrayBuffer());
    const film = await decodeFilm(bytes);
    const { width, height } = drawnClip();
    expect([film.width, film.height, film.frames.length]).toEqual([width * 2, height * 2, FRAMES]);
    expect(recipe).toMatchObject({ mode: 'upscale', prompt: 'a ball', width: width * 2, frames: FRAMES, inputs: { source: name }, model: { id: 'kinora-mini-upscale' }, engine: { id: 'browser', provider: 'wasm' } });
    expect(await readRecipe(bytes)).toEqual(recipe);
    expect(Object.keys(timings)).toEqual(['load', 'enhance']);
    expect(told).toEqual(told.toSorted((a, b) => a - b));
    expect(told.length).toBeGreaterThan(FRAMES);
    expect(told.at(-1)).toBeGreaterThan(0.9);
  });

  it('makes twice the frames, which play as long', async () => {
    const { file, recipe } = await enhanced('interpolate', clip);
    const film = await decodeFilm(new Uint8Array(await file.arrayBuffer()));
    expect(film.frames.length).toBe(FRAMES * 2);
    expect(recipe.frameRate).toBe(drawnClip().frameRate * 2);
    film.times.forEach((time, i) => expect(time).toBeCloseTo(i / recipe.frameRate, 2));
  });

  it('makes a still twice as large, as a PNG with its recipe', async () => {
    const { file, recipe } = await enhanced('upscale', still);
    expect(file.type).toBe('image/png');
    expect([recipe.frames, recipe.width]).toEqual([1, drawnClip().width * 2]);
    const bitmap = await createImageBitmap(file);
    expect([bitmap.width, bitmap.height]).toEqual([recipe.width, recipe.height]);
    expect(await readRecipe(new Uint8Array(await file.arrayBuffer()))).toEqual(recipe);
  });

  it('stops at once when it is cancelled', async () => {
    const stop = new AbortController();
    const made = await enhanceInWorker('upscale', request('upscale'), context(clip, { signal: stop.signal, onProgress: ({ stage }) => stage === 'enhance' && stop.abort() }), PLAN);
    expect(made).toEqual({ ok: false, fault: { reason: 'cancelled', facts: {} } });
  });

  it('says so where the file is gone or damaged', async () => {
    for (const file of [undefined, new Blob(['no film'], { type: 'video/mp4' }), new Blob(['no picture'], { type: 'image/png' })]) {
      expect(await enhanceInWorker('upscale', request('upscale'), context(file), PLAN)).toMatchObject({ ok: false, fault: { reason: 'media-damaged' } });
    }
  });
});
