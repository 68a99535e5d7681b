import { describe, expect, it, vi } from 'vitest';
import { nodeDigest } from '../../accelerator/engines/onnx/digest.ts';
import { DiffusionPipeline } from '#core/pipelines/diffusion-pipeline.ts';
import { FaultError } from '#core/schema/fault.ts';
import { toUtf8 } from '#core/domain/bytes/text-bytes.ts';
import { context, CountingRuntime, ENGINE, openTiny, request, tinyFiles } from './tiny-model.ts';

// Real sessions on a busy machine take their time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const DECODER = 'vae_decoder/model.onnx';

async function openWith(replaced: Record<string, Uint8Array>, trustHashes = false) {
  const runtime = new CountingRuntime();
  const opened = await DiffusionPipeline.open({ files: tinyFiles(replaced), runtime, digest: nodeDigest, trustHashes });
  return { opened, runtime };
}

/** The manifest of the tiny model with changes, as bytes. */
async function manifest(changes: object): Promise<Uint8Array> {
  const text = new TextDecoder().decode(await tinyFiles().read('manifest.json'));
  return toUtf8(JSON.stringify({ ...JSON.parse(text), ...changes }));
}

describe('a damaged model folder', () => {
  it('lacks a file', async () => {
    const files = tinyFiles();
    const runtime = new CountingRuntime();
    const opened = await DiffusionPipeline.open({
      files: {
        read: (file) =>
          file === DECODER ? Promise.reject(new FaultError('model-file-missing', { file })) : files.read(file),
      },
      runtime,
      digest: nodeDigest,
    });
    expect(opened).toEqual({ ok: false, fault: { reason: 'model-file-missing', facts: { file: DECODER } } });
    expect(runtime.opened).toBe(3);
    expect(runtime.released).toBe(3);
  });

  it('has a truncated file', async () => {
    const whole = await tinyFiles().read(DECODER);
    const { opened, runtime } = await openWith({ [DECODER]: whole.subarray(0, 1000) });
    expect(opened).toMatchObject({
      fault: { reason: 'model-file-truncated', facts: { file: DECODER, expected: whole.length, found: 1000 } },
    });
    expect(runtime.released).toBe(runtime.opened);
  });

  it('has a file that was changed, unless the host vouches for it', async () => {
    const changed = Uint8Array.from(await tinyFiles().read('scheduler/scheduler_config.json'));
    changed[0] = 32;
    const replaced = { 'scheduler/scheduler_config.json': changed };
    expect((await openWith(replaced)).opened).toMatchObject({
      fault: { reason: 'model-file-wrong-hash', facts: { file: 'scheduler/scheduler_config.json' } },
    });
    const trusted = await openWith(replaced, true);
    expect(trusted.opened.ok).toBe(true);
    if (trusted.opened.ok) await trusted.opened.value.dispose();
  });

  it.each([
    ['no JSON', async () => toUtf8('{'), 'it is not JSON'],
    ['no manifest', async () => toUtf8('{}'), 'schema'],
    [
      'sizes that latents cannot have',
      () => manifest({ size: { multiple: 12, min: 96, max: 160, default: [96, 96], presets: [[96, 96]] } }),
      'sizes go by 12',
    ],
    [
      'frame counts that groups cannot have',
      () => manifest({ frames: { multiple: 3, offset: 1, default: 4, max: 16 } }),
      'frame counts',
    ],
    [
      'a preview of the wrong size',
      () =>
        manifest({ latent: { channels: 12, spatial: 8, temporal: 4, preview: { cell: 1, weights: [], bias: [0] } } }),
      'latent.preview',
    ],
    [
      'a path out of the folder',
      async () => {
        const text = new TextDecoder().decode(await manifest({}));
        return toUtf8(text.replace(DECODER, '../secret'));
      },
      'components.vae_decoder.file',
    ],
  ] as const)('has a manifest with %s', async (_, bytes, problem) => {
    const { opened } = await openWith({ 'manifest.json': await bytes() });
    expect(opened).toMatchObject({ ok: false, fault: { reason: 'model-manifest-invalid' } });
    expect(!opened.ok && opened.fault.facts['problem']).toContain(problem);
  });

  it('has a graph that is none, or one in the place of another', async () => {
    const garbage = new Uint8Array((await tinyFiles().read(DECODER)).length);
    const broken = await openWith({ [DECODER]: garbage }, true);
    expect(broken.opened).toMatchObject({ fault: { reason: 'model-graph-invalid', facts: { file: DECODER } } });
    expect(broken.runtime.released).toBe(broken.runtime.opened);

    const components = JSON.parse(new TextDecoder().decode(await manifest({}))).components;
    const swapped = await openWith({
      'manifest.json': await manifest({ components: { ...components, vae_decoder: components.vae_encoder } }),
    });
    expect(swapped.opened).toMatchObject({
      fault: { reason: 'model-graph-invalid', facts: { detail: 'it has no input latent_sample' } },
    });
    expect(swapped.runtime.released).toBe(swapped.runtime.opened);
  });

  it('has a tokenizer that is none', async () => {
    const bytes = await tinyFiles().read('tokenizer/tokenizer.json');
    const { opened } = await openWith({ 'tokenizer/tokenizer.json': toUtf8('{}'.padEnd(bytes.length)) }, true);
    expect(opened).toMatchObject({ fault: { reason: 'model-manifest-invalid' } });
  });
});

describe('sessions', () => {
  it('are released once, after the run at work', async () => {
    const runtime = new CountingRuntime();
    const pipeline = await openTiny({ runtime });
    expect(runtime.opened).toBe(4);
    const run = pipeline.generate(request({ steps: 2 }), context(), ENGINE);
    await pipeline.dispose();
    expect(await run).toMatchObject({ ok: true });
    await pipeline.dispose();
    expect(runtime.released).toBe(4);
  });

  it('are not leaked when loading is cancelled', async () => {
    const runtime = new CountingRuntime();
    const signal = { aborted: false };
    const opened = await DiffusionPipeline.open({
      files: tinyFiles(),
      runtime,
      digest: nodeDigest,
      signal,
      onProgress: ({ step }) => {
        signal.aborted = step === 3;
      },
    });
    expect(opened).toMatchObject({ fault: { reason: 'cancelled' } });
    expect(runtime.released).toBe(runtime.opened);
  });

  it('are released when the device is lost, and the fault is told each time', async () => {
    const runtime = new CountingRuntime();
    const pipeline = await openTiny({ runtime });
    runtime.before = ({ hidden_states }, call) => {
      if (hidden_states && call > 2) throw new FaultError('device-lost');
    };
    const lost = { ok: false, fault: { reason: 'device-lost', facts: {} } };
    expect(await pipeline.generate(request(), context(), ENGINE)).toEqual(lost);
    expect(runtime.released).toBe(4);
    expect(await pipeline.generate(request(), context(), ENGINE)).toEqual(lost);
    await pipeline.dispose();
    expect(runtime.released).toBe(4);
  });

  it('survive a lack of memory, which is told', async () => {
    const runtime = new CountingRuntime();
    const pipeline = await openTiny({ runtime });
    runtime.before = ({ latent_sample }) => {
      if (latent_sample) throw new FaultError('out-of-memory');
    };
    expect(await pipeline.generate(request({ steps: 1 }), context(), ENGINE)).toMatchObject({
      fault: { reason: 'out-of-memory' },
    });
    runtime.before = () => {};
    expect(await pipeline.generate(request({ steps: 1 }), context(), ENGINE)).toMatchObject({ ok: true });
    await pipeline.dispose();
    expect(runtime.released).toBe(4);
  });

  it('throw what is a bug', async () => {
    const runtime = new CountingRuntime();
    const pipeline = await openTiny({ runtime });
    runtime.before = () => {
      throw new TypeError('a bug');
    };
    await expect(pipeline.generate(request(), context(), ENGINE)).rejects.toThrow('a bug');
    await pipeline.dispose();
    expect(runtime.released).toBe(4);
  });
});
