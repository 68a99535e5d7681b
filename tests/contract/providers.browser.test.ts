import { expect, it } from 'vitest';
import { GenerationRequest } from '#core/schema/request.ts';
import { BrowserEngine } from '#lib/engine/browser/browser-engine.ts';
import type { ProviderChoice } from '#lib/storage/records.ts';

const modelFolder = new URL('/tests/fixtures/tiny-model/', location.href).href;
const request = GenerationRequest.parse({
  ...{ mode: 't2v', prompt: 'a red ball', seed: 5, width: 96, height: 96, frames: 5, frameRate: 8, steps: 2, guidance: 3 },
});

async function clip(choice: ProviderChoice) {
  const engine = new BrowserEngine({ modelFolder, choice });
  const result = await engine.run(request, { signal: { aborted: false }, onProgress() {} });
  await engine.dispose();
  if (!result.ok) throw new Error(JSON.stringify(result.fault));
  return { provider: result.value.recipe.engine.provider, rgb: result.value.video.rgb };
}

/** Largest and mean difference of two clips, in steps of 255. */
function difference(a: Uint8Array, b: Uint8Array) {
  let largest = 0;
  let sum = 0;
  for (let i = 0; i < a.length; i++) {
    const step = Math.abs(a[i]! - b[i]!);
    largest = Math.max(largest, step);
    sum += step;
  }
  return { largest, mean: sum / a.length };
}

it('WASM gives the same clip with one thread and with several', { timeout: 120_000 }, async () => {
  const [several, one] = [await clip('wasm'), await clip('wasm-single')];
  expect(difference(several.rgb, one.rgb)).toEqual({ largest: 0, mean: 0 });
});

it('WebGPU and WASM agree to two steps of 255, and on average far below one', { timeout: 300_000 }, async () => {
  const [wasm, webgpu] = [await clip('wasm'), await clip('webgpu')];
  expect([wasm.provider, webgpu.provider]).toEqual(['wasm', 'webgpu']);
  const { largest, mean } = difference(wasm.rgb, webgpu.rgb);
  // A flat clip would agree with anything.
  expect(new Set(wasm.rgb).size).toBeGreaterThan(20);
  expect(largest).toBeLessThanOrEqual(2);
  expect(mean).toBeLessThanOrEqual(0.01);
});
