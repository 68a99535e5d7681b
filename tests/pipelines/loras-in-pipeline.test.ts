import { describe, expect, it, vi } from 'vitest';
import { nodeDigest } from '../../accelerator/engines/onnx/digest.ts';
import type { RunContext } from '#core/domain/generate/engine.ts';
import { toUtf8 } from '#core/domain/bytes/text-bytes.ts';
import { DiffusionPipeline } from '#core/pipelines/diffusion-pipeline.ts';
import { Sha256 } from '#core/schema/ids.ts';
import type { LoraUse } from '#core/schema/lora-use.ts';
import { safetensors, tinyLora } from '../fixtures/some-loras.ts';
import { context, CountingRuntime, ENGINE, request, tinyFiles } from './tiny-model.ts';

// Real sessions on a busy machine take their time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const use = (letter: string, weight: number): LoraUse => ({ asset: Sha256.parse(letter.repeat(64)), name: `${letter}.safetensors`, weight });

const SHELF = new Map([
  ['a', await tinyLora(1)],
  ['b', await tinyLora(2)],
  ['c', safetensors({ 'transformer.elsewhere.lora_A.weight': { shape: [1, 2], numbers: new Float32Array(2) }, 'transformer.elsewhere.lora_B.weight': { shape: [2, 1], numbers: new Float32Array(2) } })],
  ['d', toUtf8('not a LoRA at all')],
]);

const withShelf = (): RunContext => ({
  ...context(),
  bytes: async (asset) => {
    const kept = SHELF.get(asset[0]!);
    return kept && new Blob([kept as Uint8Array<ArrayBuffer>]);
  },
});

async function open(loras = true, layers?: string[]) {
  const runtime = new CountingRuntime();
  const text = new TextDecoder().decode(await tinyFiles().read('manifest.json'));
  const manifest = toUtf8(JSON.stringify({ ...JSON.parse(text), adapters: { loras, references: false, layers } }));
  const opened = await DiffusionPipeline.open({ files: tinyFiles({ 'manifest.json': manifest }), runtime, digest: nodeDigest });
  if (!opened.ok) throw new Error(JSON.stringify(opened.fault));
  const make = async (...loras: LoraUse[]) => {
    const made = await opened.value.generate(request({ steps: 1, ...(loras.length > 0 && { loras }) }), withShelf(), ENGINE);
    if (!made.ok) return made;
    const left = made.value.adjustments.filter(({ what }) => what === 'loras');
    return { rgb: made.value.video.rgb, loras: made.value.recipe.loras, left };
  };
  return { runtime, pipeline: opened.value, make };
}

describe('a model that takes LoRAs', () => {
  it('draws otherwise with one, as strongly as is said, and as before without it', async () => {
    const { make, pipeline, runtime } = await open();
    const without = await make();
    const whole = await make(use('a', 1));
    const half = await make(use('a', 0.5));
    expect(whole).toMatchObject({ loras: [use('a', 1)] });
    expect(whole).not.toEqual({ ...without, loras: [use('a', 1)] });
    expect(half).not.toMatchObject({ rgb: (whole as { rgb: Uint8Array }).rgb });
    expect(await make(use('a', 1))).toEqual(whole);
    expect(await make()).toEqual(without);
    expect(await make(use('a', 0))).toEqual(without);
    await pipeline.dispose();
    expect(runtime.released).toBe(runtime.opened);
  });

  it('gives the same for the same LoRAs in whatever order, and opens nothing anew for them', async () => {
    const { make, pipeline, runtime } = await open();
    const one = await make(use('a', 0.4), use('b', 0.8));
    const { opened } = runtime;
    expect(await make(use('b', 0.8), use('a', 0.4))).toEqual(one);
    expect(runtime.opened).toBe(opened);
    await pipeline.dispose();
  });

  it.each([
    ['is not here', 'e', 'lora-missing'],
    ['is no LoRA', 'd', 'lora-unreadable'],
  ])('says so where one %s, and works on without it', async (_, letter, reason) => {
    const { make, pipeline } = await open();
    const without = await make();
    expect(await make(use(letter, 1))).toEqual({ ok: false, fault: { reason, facts: { file: `${letter}.safetensors` } } });
    expect(await make()).toEqual(without);
    await pipeline.dispose();
  });
});

it('a model leaves out what was made for another, and says how many it used', async () => {
  const { make, pipeline } = await open();
  const without = await make();
  expect(await make(use('c', 1))).toEqual({ ...without, left: [{ what: 'loras', asked: 1, used: 0 }] });
  const one = await make(use('a', 1));
  expect(await make(use('a', 1), use('c', 1))).toEqual({ ...one, left: [{ what: 'loras', asked: 2, used: 1 }] });
  await pipeline.dispose();
});

it('a model that says which layers it has does not even look for what is not known to be made for it', async () => {
  const { make, pipeline } = await open(true, ['blocks.0.out']);
  const without = await make();
  expect(await make(use('e', 1), { ...use('d', 1), base: 'wan' })).toEqual(without);
  expect(await make({ ...use('a', 1), base: 'tiny-model' })).not.toEqual(without);
  await pipeline.dispose();
});

it('a model that takes none leaves them out, and its recipe with it', async () => {
  const { make, pipeline } = await open(false);
  const with_ = await make(use('a', 1));
  expect(with_).toEqual(await make());
  expect(with_).toMatchObject({ loras: undefined });
  await pipeline.dispose();
});
