import { afterEach, describe, expect, it, vi } from 'vitest';
import { FaultError } from '#core/schema/fault.ts';
import expected from '../../../../tests/fixtures/tiny-qwen3/expected.json';
import { shelfOf, type TinyModel, tinyLanguage } from '../../../../tests/fixtures/tiny-shelf.ts';
import { BrowserLanguage } from './browser-models.ts';

const open: BrowserLanguage[] = [];
afterEach(() => open.splice(0).forEach((language) => language.dispose()));

async function modelOf(choice: 'wasm' | 'webgpu' = 'wasm', change: (model: TinyModel) => void = () => {}) {
  const tiny = await tinyLanguage();
  change(tiny);
  const language = new BrowserLanguage({ shelf: shelfOf([tiny]), choice: () => choice, greedy: true });
  open.push(language);
  const [model] = await language.models();
  return { language, tiny, model: model! };
}
const faultOf = (work: Promise<unknown>) => work.then(() => undefined, (error: unknown) => (error instanceof FaultError ? error.fault : error));

describe('a language model in the browser', () => {
  // WebGPU is imitated here, and slow.
  it.each([['wasm', 40], ['webgpu', 8]] as const)('writes on %s what PyTorch writes, and asks nobody for anything', async (choice, maxTokens) => {
    const { model } = await modelOf(choice);
    performance.clearResourceTimings();
    const told: number[] = [];
    const text = await model.complete({ ...expected, maxTokens, onWritten: (count) => told.push(count) });
    expect(expected.answer.startsWith(text)).toBe(true);
    expect(text.length).toBeGreaterThan(maxTokens);
    // What is told on the way may come after the answer.
    await vi.waitFor(() => expect(told.length).toBe(maxTokens));
    const foreign = performance.getEntriesByType('resource').filter(({ name }) => new URL(name).origin !== location.origin && !name.startsWith('blob:'));
    expect(foreign.map(({ name }) => name)).toEqual([]);
  });

  it('stops within half a second when it is cancelled, while it loads and while it writes, and writes again', async () => {
    const { model } = await modelOf();
    const loading = new AbortController();
    const first = faultOf(model.complete({ ...expected, maxTokens: 300, signal: loading.signal }));
    await pause(30);
    expect(await timed(first, loading)).toBeLessThan(500);
    const writing = new AbortController();
    let count = 0;
    const second = faultOf(model.complete({ ...expected, maxTokens: 380, signal: writing.signal, onWritten: (tokens) => (count = tokens) }));
    await expect.poll(() => count, { interval: 5, timeout: 30_000 }).toBeGreaterThan(2);
    expect(await timed(second, writing)).toBeLessThan(500);
    expect(await model.complete({ ...expected, maxTokens: 2 })).not.toBe('');
  });

  it('is not offered before every file is verified and its licence accepted', async () => {
    for (const change of [
      ({ kept }: TinyModel) => delete (kept.files[0] as { sha256?: string }).sha256,
      ({ kept }: TinyModel) => ((kept.files[0] as { bytes: number }).bytes += 1),
      ({ kept }: TinyModel) => ((kept.licence as { restricted: boolean }).restricted = true),
      ({ kept }: TinyModel) => ((kept as { purpose: string }).purpose = 'captions'),
    ]) expect((await modelOf('wasm', change)).model).toBeUndefined();
  });

  it.each([
    ['onnx/model.onnx', 'no graph', 'model-graph-invalid'],
    ['config.json', '{}', 'model-manifest-invalid'],
    ['tokenizer.json', '[]', 'model-graph-invalid'],
  ])('with a spoilt %s says why, and is tried afresh', async (path, text, reason) => {
    const { model, tiny } = await modelOf();
    const whole = tiny.files.get(path)!;
    tiny.files.set(path, new Blob([text]));
    expect(await faultOf(model.complete({ ...expected, maxTokens: 2 }))).toMatchObject({ reason });
    tiny.files.set(path, whole);
    expect(await model.complete({ ...expected, maxTokens: 2 })).not.toBe('');
  });
});

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Milliseconds from the cancel to the answer, which has to be that it was cancelled. */
async function timed(work: Promise<unknown>, controller: AbortController): Promise<number> {
  const begun = performance.now();
  controller.abort();
  expect(await work).toMatchObject({ reason: 'cancelled' });
  return performance.now() - begun;
}
