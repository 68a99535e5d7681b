import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { RawVideo } from '#core/domain/generate/engine.ts';
import type { DiffusionPipeline } from '#core/pipelines/diffusion-pipeline.ts';
import { FaultError } from '#core/schema/fault.ts';
import { Sha256 } from '#core/schema/ids.ts';
import type { GenerationRequest } from '#core/schema/request.ts';
import { GenerationMode } from '#core/schema/mode.ts';
import { Recipe } from '#core/schema/recipe.ts';
import { context, CountingRuntime, ENGINE, openTiny, picture, request } from './tiny-model.ts';

// Real sessions on a busy machine take their time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

/** What the tiny model of tests/fixtures gave when this was written, see `probes`. */
const GOLDEN = {
  euler: [119, 109, 123, 144, 129, 114, 119, 135, 133, 133, 121, 128, 127, 129, 118, 128],
  unipc: [117, 116, 118, 133, 133, 114, 119, 135, 133, 133, 121, 128, 126, 129, 118, 128],
};

let pipeline: DiffusionPipeline;
beforeAll(async () => {
  pipeline = await openTiny();
});
afterAll(() => pipeline.dispose());

async function generate(changes: Partial<GenerationRequest> = {}, from: DiffusionPipeline = pipeline) {
  const result = await from.generate(request(changes), context(), ENGINE);
  if (!result.ok) throw new Error(JSON.stringify(result.fault));
  return result.value;
}
const faultOf = async (changes: Partial<GenerationRequest>) => {
  const result = await pipeline.generate({ ...request(), ...changes }, context(), ENGINE);
  return result.ok ? undefined : result.fault;
};
const difference = (a: Uint8Array, b: Uint8Array) => {
  expect(a).toHaveLength(b.length);
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] as number))), 0);
};
/** Sixteen bytes, evenly spread over the clip. */
const probes = ({ rgb }: RawVideo) =>
  Array.from({ length: 16 }, (_, i) => rgb[Math.floor(((i + 0.5) / 16) * rgb.length)] ?? NaN);
const away = (a: readonly number[], b: readonly number[]) =>
  Math.max(...a.map((value, i) => Math.abs(value - (b[i] ?? NaN))));

const PICTURES: Record<GenerationMode, Partial<GenerationRequest>> = {
  t2i: {},
  t2v: {},
  i2v: { first: picture(), prompt: '' },
  ti2v: { first: picture() },
  flf2v: { first: picture(), last: picture(160, 96, 200) },
};

describe('a clip', () => {
  it.each(GenerationMode.options)('is made by %s, with its recipe', async (mode) => {
    const { video, recipe, adjustments, timings, sessionRunMs } = await generate({ mode, ...PICTURES[mode] });
    const frames = mode === 't2i' ? 1 : 17;
    expect(video).toMatchObject({ width: 160, height: 96, frames, frameRate: 8 });
    expect(video.rgb).toHaveLength(160 * 96 * frames * 3);
    expect(Recipe.parse(recipe)).toEqual(recipe);
    expect(recipe).toMatchObject({ mode, seed: 7, frames, shift: 3, engine: ENGINE, model: { id: 'tiny-model' } });
    expect(Object.keys(recipe.inputs)).toEqual(
      Object.keys(PICTURES[mode]).filter((key) => key === 'first' || key === 'last'),
    );
    expect(adjustments).toEqual([]);
    expect(Object.keys(timings)).toContain('denoise');
    expect(sessionRunMs).toBeGreaterThan(0);
  });

  it('is the same for the same seed and another for another', async () => {
    const once = await generate();
    expect((await generate()).video.rgb).toEqual(once.video.rgb);
    expect(difference((await generate({ seed: 8 })).video.rgb, once.video.rgb)).toBeGreaterThan(10);
  });

  it('is what it was in earlier releases, within the rounding of processors', async () => {
    const euler = await generate({ steps: 6 });
    const unipc = await generate({ steps: 6, scheduler: 'unipc', mode: 'flf2v', ...PICTURES.flf2v });
    expect(away(probes(euler.video), GOLDEN.euler)).toBeLessThanOrEqual(2);
    expect(away(probes(unipc.video), GOLDEN.unipc)).toBeLessThanOrEqual(2);
  });

  it('follows the words, the negative words and the guidance', async () => {
    const once = await generate();
    for (const changes of [{ prompt: 'a green box' }, { negativePrompt: 'blue' }, { guidance: 7 }, { guidance: 1 }]) {
      expect(difference((await generate(changes)).video.rgb, once.video.rgb)).toBeGreaterThan(0);
    }
  });

  it('does not mind unknown words, punctuation and capital letters', async () => {
    const once = await generate({ prompt: 'red ball' });
    expect((await generate({ prompt: ' Red, xylophone ball! [PAD]' })).video.rgb).toEqual(once.video.rgb);
  });

  it('is fitted to the model, and says so', async () => {
    const { video, adjustments, recipe } = await generate({ width: 1000, height: 100, frames: 11, steps: 1 });
    expect(video).toMatchObject({ width: 160, height: 96, frames: 13 });
    expect(recipe).toMatchObject({ width: 160, height: 96, frames: 13 });
    expect(adjustments.map(({ what }) => what)).toEqual(['width', 'height', 'frames']);
  });

  it('begins with the given picture, as the model would draw it alone', async () => {
    const clip = await generate({ mode: 'i2v', ...PICTURES.i2v });
    const other = await generate({ mode: 'i2v', ...PICTURES.i2v, seed: 9 });
    const first = (rgb: Uint8Array) => rgb.subarray(0, 160 * 96 * 3);
    expect(first(other.video.rgb)).toEqual(first(clip.video.rgb));
    expect(difference(other.video.rgb, clip.video.rgb)).toBeGreaterThan(0);
  });
});

describe('guidance', () => {
  it('takes one call of two rows, one call of one row at 1, or two calls, with the same outcome', async () => {
    const runtime = new CountingRuntime();
    const batched = await openTiny({ runtime });
    const once = await generate({ steps: 2 }, batched);
    expect(runtime.transformerRows).toEqual([2, 2]);
    await generate({ steps: 2, guidance: 1 }, batched);
    expect(runtime.transformerRows).toEqual([2, 2, 1, 1]);
    await batched.dispose();

    const twice = await openTiny({ runtime: new CountingRuntime(), batchGuidance: false });
    expect(difference((await generate({ steps: 2 }, twice)).video.rgb, once.video.rgb)).toBeLessThanOrEqual(1);
    await twice.dispose();
  });

  it('goes on in two calls when memory runs out for one', async () => {
    const runtime = new CountingRuntime();
    runtime.before = ({ hidden_states }) => {
      if (hidden_states?.dims[0] === 2) throw new FaultError('out-of-memory');
    };
    const small = await openTiny({ runtime });
    const once = await generate({ steps: 2 });
    expect(difference((await generate({ steps: 2 }, small)).video.rgb, once.video.rgb)).toBeLessThanOrEqual(1);
    expect(runtime.transformerRows).toEqual([2, 1, 1, 1, 1]);
    await small.dispose();
  });
});

it('keeps in its recipe only what was used: a model that takes no LoRAs and no reference pictures used none', async () => {
  const asset = Sha256.parse('a'.repeat(64));
  const asked = await generate({ steps: 1, loras: [{ asset, name: 'oil', weight: 1 }], references: [asset] });
  expect(asked.recipe).toEqual((await generate({ steps: 1 })).recipe);
});

describe('decoding', () => {
  it('takes smaller bites by the limit given, and when memory runs out nevertheless', async () => {
    const once = await generate({ steps: 1 });
    const runtime = new CountingRuntime();
    const narrow = await openTiny({ runtime, decodeMemory: 8e6 });
    const decoded = () => runtime.calls.filter(({ input }) => input === 'latent_sample').length;
    expect(difference((await generate({ steps: 1 }, narrow)).video.rgb, once.video.rgb)).toBeLessThanOrEqual(1);
    expect(decoded()).toBe(5);

    const before = decoded();
    runtime.before = ({ latent_sample }) => {
      // More than two groups of the smallest tile.
      if (latent_sample && latent_sample.dims.slice(2).reduce((a, b) => a * b, 1) > 2 * 16 * 12) {
        throw new FaultError('out-of-memory');
      }
    };
    const tiled = await generate({ steps: 1 }, narrow);
    expect(difference(tiled.video.rgb, once.video.rgb)).toBeLessThanOrEqual(2);
    // The first group, the second in vain, then five groups of two tiles.
    expect(decoded() - before).toBe(1 + 1 + 2 * 5);
    await narrow.dispose();
  });

  it('works in the smallest parts from the start where memory has run out before', async () => {
    const once = await generate({ steps: 1 });
    const runtime = new CountingRuntime();
    const careful = await openTiny({ runtime });
    const result = await careful.generate(request({ steps: 1 }), { ...context(), tiling: true }, ENGINE);
    expect(result.ok && difference(result.value.video.rgb, once.video.rgb)).toBeLessThanOrEqual(2);
    expect(runtime.transformerRows).toEqual([1, 1]);
    expect(runtime.calls.filter(({ input }) => input === 'latent_sample')).toHaveLength(2 * 5);
    await careful.dispose();
  });
});

describe('progress', () => {
  it('never falls, names each stage and counts its steps', async () => {
    const told = context();
    await pipeline.generate(request({ mode: 'flf2v', ...PICTURES.flf2v, steps: 4 }), told, ENGINE);
    const { seen } = told;
    expect([...new Set(seen.map(({ stage }) => stage))]).toEqual([
      'encode-text',
      'encode-picture',
      'denoise',
      'decode',
    ]);
    expect(seen.filter(({ stage }) => stage === 'denoise').map(({ step }) => step)).toEqual([0, 1, 2, 3, 4]);
    seen.slice(1).forEach(({ fraction }, i) => expect(fraction).toBeGreaterThanOrEqual(seen[i]?.fraction ?? 1));
    expect(seen.at(-1)?.fraction).toBeLessThanOrEqual(1);
  });

  it('tells of loading', async () => {
    const stages: number[] = [];
    const opened = await openTiny({ onProgress: ({ fraction }) => stages.push(fraction) });
    await opened.dispose();
    expect(stages[0]).toBe(0);
    expect(stages).toEqual(stages.toSorted((a, b) => a - b));
  });

  it('shows the clip as it forms', async () => {
    const told = context();
    await pipeline.generate(request({ steps: 60 }), told, ENGINE);
    expect(told.previews).toBeGreaterThan(0);
  });
});

describe('cancelling', () => {
  it.each([0, 0.06, 0.3, 0.86])('is obeyed at %d of the work, and another clip can follow', async (at) => {
    const runtime = new CountingRuntime();
    const own = await openTiny({ runtime });
    const told = context(at);
    const result = await own.generate(request({ steps: 10 }), told, ENGINE);
    // Whoever cancels during the very last part gets the finished clip or nothing, never half of one.
    expect(result).toEqual({ ok: false, fault: { reason: 'cancelled', facts: {} } });
    const after = told.seen.findIndex(({ fraction }) => fraction >= at);
    expect(told.seen.length - after).toBeLessThanOrEqual(2);
    await generate({ steps: 1 }, own);
    await own.dispose();
    expect(runtime.released).toBe(runtime.opened);
  });
});

describe('what is asked wrongly', () => {
  it.each([
    [{ prompt: '  ' }, 'prompt-empty'],
    [{ prompt: 'x'.repeat(10_000) }, 'prompt-too-long'],
    [{ prompt: 'xylophone quux' }, 'prompt-unknown-words'],
    [{ mode: 'i2v' }, 'first-picture-missing'],
    [{ mode: 'flf2v', first: picture() }, 'last-picture-missing'],
    [{ steps: 0 }, 'option-invalid'],
    [{ seed: 2 ** 32 }, 'option-invalid'],
    [{ guidance: Number.NaN }, 'option-invalid'],
    [{ mode: 'i2v', first: picture(128, 96) }, 'option-invalid'],
    [{ mode: 't2v', first: picture() }, 'option-invalid'],
    [{ mode: 'i2v', first: { ...picture(), rgb: new Uint8Array(5) } }, 'option-invalid'],
  ] as [Partial<GenerationRequest>, string][])('%#: is told as %s', async (changes, reason) => {
    expect(await faultOf(changes)).toMatchObject({ reason });
  });

  it('is told with its facts', async () => {
    expect(await faultOf({ steps: 0 })).toEqual({
      reason: 'option-invalid',
      facts: { option: 'steps', given: 0, allowed: 'whole numbers from 1 to 200' },
    });
    expect(await faultOf({ prompt: 'xylophone quux' })).toEqual({
      reason: 'prompt-unknown-words',
      facts: { words: 'xylophone, quux' },
    });
  });
});
