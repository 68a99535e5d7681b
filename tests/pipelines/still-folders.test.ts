import { cp, mkdtemp, rm, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { findModels } from '../../accelerator/engines/onnx/model-folders.ts';
import { createOnnxRuntime } from '../../accelerator/engines/onnx/runtime.ts';
import { explainAdjustment } from '#core/domain/words/explain-adjustment.ts';
import { explainInLine } from '#core/domain/words/explain.ts';
import { openModel } from '#core/pipelines/open-model.ts';
import type { InferenceRuntime, Session } from '#core/pipelines/runtime.ts';
import { readStillModel } from '#core/pipelines/stills/read-still-model.ts';
import { StillPipeline } from '#core/pipelines/stills/still-pipeline.ts';
import { FaultError } from '#core/schema/fault.ts';
import { context, CountingRuntime, ENGINE } from './tiny-model.ts';
import { expectedOf, openStill, type Replaced, requestOf, stillFiles, stillFolder } from './still-models.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const SD = expectedOf('tiny-sd-turbo');
const [ONE, THREE] = [SD.cases[0]!, SD.cases[1]!];
const SCHEDULER = 'scheduler/scheduler_config.json';
const read = (replaced: Replaced = {}, name = 'tiny-sd-turbo') => readStillModel(stillFiles('tiny-sd-turbo', replaced, { name }));

describe('what a folder without a manifest says', () => {
  it('of SD-Turbo’s layout', async () => {
    const { card, latent, isDistilled } = await read();
    expect(card).toMatchObject({
      id: 'tiny-sd-turbo',
      family: 'Stable Diffusion',
      license: { spdx: 'cc0-1.0' },
      modes: ['t2i'],
      size: { multiple: 8, min: 16, max: 128, default: [64, 64], presets: [[64, 64], [88, 48], [48, 88], [56, 72], [96, 40]] },
      frames: { max: 1 },
      defaults: { steps: 1, guidance: 1, scheduler: 'euler' },
    });
    expect(latent).toEqual({ channels: 4, spatial: 8, scaling: 0.18215, shift: 0 });
    expect(isDistilled).toBe(true);
  });

  it('of one that was not made for few steps', async () => {
    const { card, isDistilled } = await read({ [SCHEDULER]: { timestep_spacing: 'leading' } }, 'tiny-sd');
    expect(card.defaults).toEqual({ steps: 25, guidance: 7.5, shift: 1, scheduler: 'euler' });
    expect(isDistilled).toBe(false);
  });

  it('where it says next to nothing, is filled in from what the family is published with', async () => {
    const { card, latent, scheduler } = await read({
      ...{ 'model_index.json': null, 'README.md': null, [SCHEDULER]: null },
      ...{ 'vae_decoder/config.json': null, 'unet/config.json': null },
    });
    expect(card.size.default).toEqual([512, 512]);
    expect(card.license.spdx).toBe('NOASSERTION');
    expect(latent).toEqual({ channels: 4, spatial: 8, scaling: 0.18215, shift: 0 });
    expect(scheduler.rule.timestep_spacing).toBe('trailing');
  });

  it.each<[string, Replaced, string]>([
    ['sizes beyond reason', { 'unet/config.json': { sample_size: 1e9 } }, 'sample_size'],
    ['a scaling of nothing', { 'vae_decoder/config.json': { scaling_factor: 0 } }, 'scaling_factor'],
    ['a VAE of thirty levels', { 'vae_decoder/config.json': { block_out_channels: Array(30).fill(1) } }, 'block_out_channels'],
    ['channels of another model', { 'unet/config.json': { in_channels: 9 } }, 'takes 9 channels'],
    ['betas that fall', { [SCHEDULER]: { beta_start: 0.5, beta_end: 0.1 } }, 'less than beta_start'],
    ['times without end', { [SCHEDULER]: { num_train_timesteps: 1e12 } }, 'num_train_timesteps'],
    ['levels of Karras', { [SCHEDULER]: { use_karras_sigmas: true } }, 'Karras'],
    ['a table of betas', { [SCHEDULER]: { trained_betas: [0.1] } }, 'tables of betas'],
    ['what is no JSON', { [SCHEDULER]: '{' }, 'not JSON'],
    ['a description without end', { 'unet/config.json': ' '.repeat(1_000_001) }, 'too long'],
  ])('is not believed: %s', async (_what, replaced, sentence) => {
    const error = await read(replaced).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(FaultError);
    const { fault } = error as FaultError;
    expect(fault.reason).toBe('model-manifest-invalid');
    expect(explainInLine(fault)).toContain(sentence);
  });

  it('has to come with its graphs', async () => {
    expect(await read({ 'vae_decoder/model.onnx': null }).catch((thrown: unknown) => thrown)).toMatchObject({ fault: { reason: 'model-file-missing', facts: { file: 'vae_decoder/model.onnx' } } });
  });
});

describe('opening it', () => {
  const open = async (replaced: Replaced) => {
    const runtime = new CountingRuntime();
    const opened = await StillPipeline.open({ files: stillFiles('tiny-sd-turbo', replaced), runtime });
    expect(runtime.released).toBe(runtime.opened);
    return opened;
  };

  it.each<[string, Replaced, string, string]>([
    ['a graph that is none', { 'unet/model.onnx': 'no graph' }, 'model-file-unsafe', 'unet/model.onnx'],
    ['a tokenizer that is none', { 'tokenizer/vocab.json': { a: 1 } }, 'model-manifest-invalid', 'tokenizer/vocab.json'],
    ['no tokenizer', { 'tokenizer/vocab.json': null }, 'model-file-missing', 'tokenizer/tokenizer.json'],
  ])('refuses %s, and leaves nothing open', async (_what, replaced, reason, file) => {
    expect(await open(replaced)).toMatchObject({ ok: false, fault: { reason, facts: { file } } });
  });

  it('refuses a graph of another layout', async () => {
    const decoder = await stillFiles('tiny-sd-turbo').read('vae_decoder/model.onnx');
    expect(await open({ 'unet/model.onnx': decoder })).toMatchObject({ fault: { reason: 'model-graph-invalid', facts: { file: 'unet/model.onnx', detail: 'it asks for latent_sample, which is not known here' } } });
  });

  it('refuses numbers outside of the folder, and needs those beside the graph', async () => {
    const graph = Buffer.from(await stillFiles('tiny-sdxl-turbo').read('unet/model.onnx'));
    const outside = Uint8Array.from(Buffer.from(graph.toString('latin1').replaceAll('model.onnx_data', '../outside.data'), 'latin1'));
    const openSdxl = (replaced: Replaced, byPath: boolean) =>
      StillPipeline.open({ files: stillFiles('tiny-sdxl-turbo', replaced, { byPath }), runtime: createOnnxRuntime('cpu', { threads: 1 }) });
    for (const byPath of [true, false]) {
      expect(await openSdxl({ 'unet/model.onnx': outside }, byPath)).toMatchObject({ fault: { reason: 'model-file-unsafe', facts: { file: 'unet/model.onnx', why: 'outside' } } });
      expect(await openSdxl({ 'unet/model.onnx_data': null }, byPath)).toMatchObject({ fault: { reason: 'model-file-missing', facts: { file: 'unet/model.onnx_data' } } });
    }
  });

  it('refuses a transformer of another family', async () => {
    const files = stillFiles('tiny-z-image', { 'model_index.json': { _class_name: 'FluxPipeline' } });
    expect(await StillPipeline.open({ files, runtime: createOnnxRuntime('cpu') })).toMatchObject({ fault: { reason: 'model-manifest-invalid', facts: { problem: 'FluxPipeline is not known here' } } });
  });

  it('is left to the reader of manifests where there is one, or no graph', async () => {
    const options = { runtime: createOnnxRuntime('cpu'), digest: async () => '' };
    expect(await openModel({ ...options, files: stillFiles('tiny-sd-turbo', { 'manifest.json': {} }) })).toMatchObject({ fault: { reason: 'model-manifest-invalid' } });
    const empty = { 'unet/model.onnx': null, 'unet/model_fp16.onnx': null };
    expect(await openModel({ ...options, files: stillFiles('tiny-sd-turbo', empty) })).toMatchObject({ fault: { reason: 'model-not-found' } });
  });
});

describe('drawing', () => {
  it('can be cancelled between steps, shows what comes, and lets every session go', async () => {
    const runtime = new CountingRuntime();
    const pipeline = await openStill(stillFiles('tiny-sd-turbo'), { runtime });
    const before = context(0.5);
    expect(await pipeline.generate(requestOf(SD, THREE, { steps: 20 }), before, ENGINE)).toMatchObject({ fault: { reason: 'cancelled' } });
    expect(runtime.calls.filter(({ input }) => input === 'sample').length).toBeLessThan(20);
    const whole = context();
    expect((await pipeline.generate(requestOf(SD, THREE, { steps: 100 }), whole, ENGINE)).ok).toBe(true);
    expect(whole.previews).toBeGreaterThan(0);
    const fractions = whole.seen.map(({ fraction }) => fraction);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    await pipeline.dispose();
    expect([runtime.opened, runtime.released]).toEqual([3, 3]);
  });

  it('says what it changed: guidance where it has none, and the part of a prompt that there was no room for', async () => {
    const pipeline = await openStill(stillFiles('tiny-sd-turbo'));
    const made = await pipeline.generate(requestOf(SD, ONE, { guidance: 5, width: 70 }), context(), ENGINE);
    if (!made.ok) throw new Error(JSON.stringify(made.fault));
    expect(made.value.adjustments.map(explainAdjustment)).toEqual([
      'The model works with a width of 72 pixels instead of 70.',
      'The model works with guidance 1 instead of 5.',
      'The model works with 16 pieces of the prompt instead of 22.',
    ]);
    expect(made.value.recipe).toMatchObject({ guidance: 1, width: 72 });
    await pipeline.dispose();
  });

  it('in tiles comes to nearly the same picture, and shows nothing before, as that would take the whole', async () => {
    const files = stillFiles('tiny-sd-turbo', { 'unet/config.json': { sample_size: 16 } });
    const runtime = new CountingRuntime();
    const [pipeline, small] = [await openStill(files), await openStill(files, { runtime, decodeMemory: 2048 * 128 * 128 })];
    const asked = requestOf(SD, ONE, { width: 256, height: 128, steps: 60 });
    const seen = context();
    const [whole, tiled] = [await pipeline.generate(asked, context(), ENGINE), await small.generate(asked, seen, ENGINE)];
    if (!whole.ok || !tiled.ok) throw new Error('not drawn');
    expect(runtime.calls.filter(({ input }) => input === 'latent_sample').length).toBe(3);
    expect(seen.previews).toBe(0);
    const [one, other] = [whole.value.video.rgb, tiled.value.video.rgb];
    const off = one.reduce((sum, value, i) => sum + Math.abs(value - (other[i] as number)), 0) / one.length;
    expect(off).toBeLessThan(2);
    await Promise.all([pipeline.dispose(), small.dispose()]);
  });

  it('refuses a size that its graph was not exported for', async () => {
    const cpu = createOnnxRuntime('cpu', { threads: 1 });
    const runtime: InferenceRuntime = {
      provider: 'cpu',
      createSession: async (bytes) => {
        const session = await cpu.createSession(bytes);
        return { ...session, inputs: session.inputs.map((input) => (input.name === 'sample' ? { ...input, dims: [1, 4, 8, 8] } : input)) };
      },
    };
    const pipeline = await openStill(stillFiles('tiny-sd-turbo'), { runtime });
    expect((await pipeline.generate(requestOf(SD, ONE), context(), ENGINE)).ok).toBe(true);
    const facts = { option: 'the size', given: '96 × 64 pixels', allowed: '64 × 64 pixels' };
    expect(await pipeline.generate(requestOf(SD, THREE), context(), ENGINE)).toMatchObject({ fault: { reason: 'option-invalid', facts } });
    await pipeline.dispose();
  });

  it.each<[string, Session['run'], string]>([
    ['gives what is no number', async () => ({ out_sample: { type: 'float32', dims: [1, 4, 8, 8], data: new Float32Array(256).fill(NaN) } }), 'out_sample holds what is no number'],
    ['gives too little', async () => ({ out_sample: { type: 'float32', dims: [1, 4], data: new Float32Array(4) } }), 'out_sample has 4 numbers instead of 256'],
    ['gives whole numbers', async () => ({ out_sample: { type: 'int64', dims: [1], data: new BigInt64Array(1) } }), 'out_sample is not made of numbers with a point'],
    ['cannot be run after all', () => Promise.reject(new Error('Got invalid dimensions for input: sample\nand more')), 'Got invalid dimensions for input: sample'],
  ])('says which graph it was that %s', async (_what, run, detail) => {
    const cpu = createOnnxRuntime('cpu', { threads: 1 });
    const runtime: InferenceRuntime = {
      provider: 'cpu',
      createSession: async (bytes) => {
        const session = await cpu.createSession(bytes);
        return session.inputNames.includes('sample') ? { ...session, run } : session;
      },
    };
    const pipeline = await openStill(stillFiles('tiny-sd-turbo'), { runtime });
    const made = await pipeline.generate(requestOf(SD, ONE), context(), ENGINE);
    expect(made).toMatchObject({ fault: { reason: 'model-graph-invalid', facts: { file: 'unet/model.onnx', detail } } });
    await pipeline.dispose();
  });

  it('refuses what a picture cannot be asked for, and memory that runs out', async () => {
    const runtime = new CountingRuntime();
    const pipeline = await openStill(stillFiles('tiny-sd-turbo'), { runtime });
    expect(await pipeline.generate(requestOf(SD, ONE, { mode: 't2v' }), context(), ENGINE)).toMatchObject({ fault: { reason: 'mode-not-supported' } });
    expect(await pipeline.generate(requestOf(SD, ONE, { prompt: ' ' }), context(), ENGINE)).toMatchObject({ fault: { reason: 'prompt-empty' } });
    runtime.before = () => {
      throw new FaultError('device-lost');
    };
    expect(await pipeline.generate(requestOf(SD, ONE), context(), ENGINE)).toMatchObject({ fault: { reason: 'device-lost' } });
    expect(runtime.released).toBe(3);
    runtime.before = () => {};
    expect(await pipeline.generate(requestOf(SD, ONE), context(), ENGINE)).toMatchObject({ fault: { reason: 'device-lost' } });
  });
});

describe('among the folders of models', () => {
  let place: string;
  beforeEach(async () => {
    place = await mkdtemp(path.join(tmpdir(), 'kinora-stills-'));
    await cp(stillFolder('tiny-sd-turbo'), path.join(place, 'my-sd-turbo'), { recursive: true });
  });
  afterEach(() => rm(place, { recursive: true, force: true }));

  it('is found and offered by the name of its folder', async () => {
    const { models, unreadable } = await findModels([place]);
    expect(models.map(({ offer }) => [offer.id, offer.missing])).toEqual([['my-sd-turbo', []]]);
    expect(unreadable).toEqual([]);
  });

  it('goes by the name and the licence that a shelf has written down, and is not used before that is accepted, or while it is being fetched', async () => {
    const file = path.join(place, 'my-sd-turbo.model.json');
    const record = {
      ...{ schema: 1, id: 'my-sd-turbo', name: 'My SD-Turbo', paused: false, addedAt: 0, files: [{ path: 'unet/model.onnx', sha256: 'a'.repeat(64) }] },
      licence: { name: 'A Licence of its Own', commercial: 'no', restricted: true },
    };
    await writeFile(file, JSON.stringify(record));
    expect(await findModels([place])).toMatchObject({ models: [], unreadable: [{ fault: { reason: 'model-licence-not-accepted', facts: { licence: 'A Licence of its Own' } } }] });
    await writeFile(file, JSON.stringify({ ...record, accepted: { name: 'A Licence of its Own', at: 1 } }));
    expect((await findModels([place])).models).toMatchObject([{ offer: { id: 'my-sd-turbo', name: 'My SD-Turbo', license: { spdx: 'A Licence of its Own' } } }]);
    await writeFile(file, JSON.stringify({ ...record, files: [...record.files, { path: 'vae_decoder/model.onnx' }] }));
    expect(await findModels([place])).toEqual({ models: [], unreadable: [] });
    await writeFile(file, '{');
    expect((await findModels([place])).models).toMatchObject([{ offer: { name: 'my-sd-turbo', license: { spdx: 'cc0-1.0' } } }]);
  });

  it('is told of where it cannot be used, with why', async () => {
    await unlink(path.join(place, 'my-sd-turbo/vae_decoder/model.onnx'));
    expect((await findModels([place])).unreadable).toMatchObject([{ fault: { reason: 'model-file-missing' } }]);
    await writeFile(path.join(place, 'my-sd-turbo', SCHEDULER), '[');
    expect((await findModels([place])).unreadable).toHaveLength(1);
  });
});
