import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine, RawVideo } from '#core/domain/generate/engine.ts';
import { Sha256 } from '#core/schema/ids.ts';
import type { Progress } from '#core/schema/progress.ts';
import { Recipe } from '#core/schema/recipe.ts';
import { GenerationRequest, type Picture } from '#core/schema/request.ts';

interface SuiteOptions {
  /** A size and count that the engine's model allows. */
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  /** A prompt that the model knows. */
  readonly prompt: string;
}

const never = { aborted: false };
const quiet = { signal: never, onProgress() {} };

/** What every engine must do, with whatever model it has. */
export function engineSuite(name: string, open: () => Promise<Engine>, options: SuiteOptions): void {
  const { width, height, frames, prompt } = options;
  const request = (changes: Partial<GenerationRequest> = {}): GenerationRequest =>
    GenerationRequest.parse({
      ...{ mode: 't2v', prompt, seed: 11, width, height, frames, frameRate: 8, steps: 3, guidance: 3 },
      ...changes,
    });
  const picture: Picture = {
    width,
    height,
    rgb: new Uint8Array(width * height * 3).fill(120),
    sha256: Sha256.parse('e'.repeat(64)),
  };

  describe(`${name}: engine`, { timeout: 120_000 }, () => {
    let engine: Engine;
    beforeAll(async () => void (engine = await open()));
    afterAll(() => engine.dispose());

    it('says what it is and why', async () => {
      const description = await engine.describe();
      expect(description.version).not.toBe('');
      expect(description.provider).not.toBe('');
      expect(description.why).toMatch(/\.$/);
    });

    it('makes a clip of the asked size, with its recipe and timings', async () => {
      const result = await engine.run(request(), quiet);
      if (!result.ok) throw new Error(JSON.stringify(result.fault));
      const { video, recipe, timings } = result.value;
      expect([video.width, video.height, video.frames, video.frameRate]).toEqual([width, height, frames, 8]);
      expect(video.rgb.length).toBe(width * height * frames * 3);
      expect(Recipe.parse(recipe)).toMatchObject({ mode: 't2v', prompt, seed: 11, width, height, frames, steps: 3 });
      expect(recipe.engine.provider).toBe((await engine.describe()).provider);
      expect(timings.denoise).toBeGreaterThan(0);
    });

    it('makes the same clip from the same request, and another from another seed', async () => {
      const rgb = async (seed: number) => {
        const result = await engine.run(request({ seed }), quiet);
        return result.ok ? result.value.video.rgb : undefined;
      };
      const [first, again, other] = [await rgb(1), await rgb(1), await rgb(2)];
      expect(first).toBeDefined();
      expect(again).toEqual(first);
      expect(other).not.toEqual(first);
    });

    it('tells progress that never falls and previews of one frame', async () => {
      const told: Progress[] = [];
      const previews: RawVideo[] = [];
      await engine.run(request({ steps: 6 }), {
        signal: never,
        onProgress: (progress) => told.push(progress),
        onPreview: (preview) => previews.push(preview),
      });
      const fractions = told.map(({ fraction }) => fraction);
      expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
      expect(fractions.every((fraction) => fraction >= 0 && fraction <= 1)).toBe(true);
      expect(told.filter(({ stage }) => stage === 'denoise').at(-1)).toMatchObject({ step: 6, steps: 6 });
      for (const preview of previews) {
        expect(preview.frames).toBe(1);
        expect(preview.rgb.length).toBe(preview.width * preview.height * 3);
      }
    });

    it('does nothing when it was cancelled before it began', async () => {
      const result = await engine.run(request(), { ...quiet, signal: { aborted: true } });
      expect(result).toEqual({ ok: false, fault: { reason: 'cancelled', facts: {} } });
    });

    it('is cancelled in the middle at once, and works again after that', async () => {
      const abort = new AbortController();
      let begun: () => void;
      const denoising = new Promise<void>((resolve) => (begun = resolve));
      const run = engine.run(request({ steps: 200 }), {
        signal: abort.signal,
        onProgress: ({ stage, step }) => stage === 'denoise' && step > 0 && begun(),
      });
      await denoising;
      const cancelledAt = performance.now();
      abort.abort();
      expect(await run).toMatchObject({ ok: false, fault: { reason: 'cancelled' } });
      expect(performance.now() - cancelledAt).toBeLessThan(3_000);
      expect((await engine.run(request(), quiet)).ok).toBe(true);
    });

    it('answers what cannot be made with a named fault', async () => {
      const faultOf = async (changes: Partial<GenerationRequest>) => {
        const result = await engine.run(request(changes), quiet);
        return result.ok ? undefined : result.fault.reason;
      };
      expect(await faultOf({ prompt: '' })).toBe('prompt-empty');
      expect(await faultOf({ mode: 'i2v' })).toBe('first-picture-missing');
      expect(await faultOf({ mode: 'flf2v', first: picture })).toBe('last-picture-missing');
    });

    it('works off requests that come at once, each for itself', async () => {
      const results = await Promise.all([1, 2].map((seed) => engine.run(request({ seed }), quiet)));
      expect(results.map((result) => result.ok && result.value.recipe.seed)).toEqual([1, 2]);
    });

    it('makes a clip from a picture', async () => {
      const result = await engine.run(request({ mode: 'i2v', prompt: '', first: picture }), quiet);
      expect(result.ok && result.value.video.frames).toBe(frames);
    });

    it('ends what is running when it is disposed', async () => {
      const passing = await open();
      let begun: () => void;
      const running = new Promise<void>((resolve) => (begun = resolve));
      const run = passing.run(request({ steps: 200 }), { signal: never, onProgress: () => begun() });
      await running;
      await passing.dispose();
      expect(await run).toMatchObject({ ok: false, fault: { reason: 'cancelled' } });
    });
  });
}
