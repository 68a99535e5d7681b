import { describe, expect, it } from 'vitest';
import type { FolderFiles } from '#core/pipelines/runtime.ts';
import { openModel } from '#core/pipelines/open-model.ts';
import { FaultError } from '#core/schema/fault.ts';
import { GenerationRequest } from '#core/schema/request.ts';
import { RUNTIME_FILES } from './runtime-files.ts';
import { loadOnnxRuntime } from '#lib/workers/onnx-web-runtime.ts';

interface Expected {
  readonly prompt: string;
  readonly negative: string;
  readonly seed: number;
  readonly cases: readonly { readonly name: string; readonly steps: number; readonly guidance: number; readonly width: number; readonly height: number; readonly rgb: string }[];
}

/** Every file of the tiny models, by its path from the repository. */
const FILES = import.meta.glob('/tests/fixtures/stills/tiny-*/**/*', { query: '?url', import: 'default' });

/** A model's folder over the network, as bytes: the browser has no paths that the runtime could read. */
function filesOf(model: string, without: readonly string[] = []): FolderFiles {
  const folder = `/tests/fixtures/stills/${model}/`;
  const has = (path: string) => folder + path in FILES && !without.includes(path);
  const read = async (path: string): Promise<Uint8Array> => {
    if (!has(path)) throw new FaultError('model-file-missing', { file: path });
    return new Uint8Array(await (await fetch(folder + path)).arrayBuffer());
  };
  return {
    name: model,
    read,
    size: async (path) => (has(path) ? (await read(path)).length : undefined),
    part: async (path, start, length) => (await read(path)).subarray(start, start + length),
  };
}

/** How far a still is at most from the one that PyTorch drew. */
async function furthest(model: string, at: number, provider: 'wasm' | 'webgpu' = 'wasm', without: readonly string[] = []): Promise<number> {
  const { cases, prompt, negative, seed } = (await (await fetch(`/tests/fixtures/stills/${model}.json`)).json()) as Expected;
  const { rgb, steps, guidance, width, height } = cases[at]!;
  const runtime = await loadOnnxRuntime({ provider, threads: 1, files: RUNTIME_FILES[provider] });
  const opened = await openModel({ files: filesOf(model, without), runtime, digest: async () => '' });
  if (!opened.ok) throw new Error(JSON.stringify(opened.fault));
  const request = GenerationRequest.parse({ mode: 't2i', prompt, negativePrompt: negative, seed, steps, guidance, width, height, frames: 1, frameRate: 1 });
  const made = await opened.value.generate(request, { signal: { aborted: false }, onProgress() {} }, { id: 'browser', version: '', provider });
  await opened.value.dispose();
  if (!made.ok) throw new Error(JSON.stringify(made.fault));
  const expected = Uint8Array.from(atob(rgb), (letter) => letter.charCodeAt(0));
  expect(made.value.video.rgb.length).toBe(expected.length);
  return made.value.video.rgb.reduce((most, value, i) => Math.max(most, Math.abs(value - expected[i]!)), 0);
}

describe('stills in the browser are those that PyTorch draws', { timeout: 60_000 }, () => {
  it.each([
    ['SD-Turbo', 'tiny-sd-turbo', 1],
    ['SDXL-Turbo, with numbers beside its graph', 'tiny-sdxl-turbo', 0],
    ['Z-Image-Turbo, with numbers beside its graph', 'tiny-z-image', 0],
  ])('in the layout of %s', async (_what, model, at) => {
    expect(await furthest(model, at)).toBeLessThanOrEqual(1);
  });

  it('nearly, in half precision', async () => {
    expect(await furthest('tiny-sd-turbo', 1, 'wasm', ['unet/model.onnx'])).toBeLessThanOrEqual(6);
  });

  it('on WebGPU', async () => {
    expect(await furthest('tiny-sd-turbo', 0, 'webgpu')).toBeLessThanOrEqual(2);
  });
});
