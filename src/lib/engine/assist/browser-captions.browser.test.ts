import { afterEach, describe, expect, it } from 'vitest';
import expected from '../../../../tests/fixtures/tiny-florence2/expected.json';
import smol from '../../../../tests/fixtures/tiny-smolvlm/expected.json';
import { shelfOf, tinyCaptions, tinySmolCaptions, type TinyModel } from '../../../../tests/fixtures/tiny-shelf.ts';
import { BrowserCaptions } from './browser-captions.ts';

const open: BrowserCaptions[] = [];
afterEach(() => open.splice(0).forEach((captions) => captions.dispose()));

async function setting(choice: 'wasm' | 'webgpu' = 'wasm', change: (model: TinyModel) => void = () => {}, some = tinyCaptions) {
  const tiny = await some();
  change(tiny);
  const captions = new BrowserCaptions(shelfOf([tiny]), () => choice);
  open.push(captions);
  return { captions, tiny, model: (await captions.find())! };
}

async function picture(colour: readonly number[]): Promise<Blob> {
  const canvas = new OffscreenCanvas(96, 64);
  const context = canvas.getContext('2d')!;
  context.fillStyle = `rgb(${colour.join(' ')})`;
  context.fillRect(0, 0, 96, 64);
  return canvas.convertToBlob({ type: 'image/png' });
}

describe('a model for descriptions in the browser', () => {
  // WebGPU is imitated here, and slow.
  it.each([['wasm', expected.pictures], ['webgpu', expected.pictures.slice(0, 1)]] as const)('says on %s what PyTorch says, and asks nobody for anything', async (choice, pictures) => {
    const { captions, model } = await setting(choice);
    performance.clearResourceTimings();
    for (const { colour, caption } of pictures) expect(await captions.describe(model, await picture(colour))).toEqual({ ok: true, value: caption });
    const foreign = performance.getEntriesByType('resource').filter(({ name }) => new URL(name).origin !== location.origin && !name.startsWith('blob:'));
    expect(foreign.map(({ name }) => name)).toEqual([]);
  });

  // What is held stays on the card from word to word: each kind of graphics needs a run of its own.
  it.each(['wasm', 'webgpu'] as const)('of SmolVLM’s layout says on %s what PyTorch says', async (choice) => {
    const { captions, model } = await setting(choice, undefined, tinySmolCaptions);
    for (const { colour, caption } of smol.pictures.slice(0, choice === 'wasm' ? 3 : 1)) expect(await captions.describe(model, await picture(colour))).toEqual({ ok: true, value: caption });
  });

  it('stops within half a second when it is cancelled, and describes the next picture', async () => {
    const { captions, model } = await setting();
    const { colour, caption } = expected.pictures[1]!;
    const stop = new AbortController();
    const first = captions.describe(model, await picture(colour), stop.signal);
    const next = captions.describe(model, await picture(colour));
    await new Promise((resolve) => setTimeout(resolve, 30));
    const begun = performance.now();
    stop.abort();
    expect(await first).toEqual({ ok: false, fault: { reason: 'cancelled', facts: {} } });
    expect(performance.now() - begun).toBeLessThan(500);
    expect(await next).toEqual({ ok: true, value: caption });
  });

  it('is not there before every file is verified and its licence accepted', async () => {
    for (const change of [
      ({ kept }: TinyModel) => delete (kept.files[0] as { sha256?: string }).sha256,
      ({ kept }: TinyModel) => ((kept.licence as { restricted: boolean }).restricted = true),
      ({ kept }: TinyModel) => ((kept as { purpose: string }).purpose = 'search'),
    ]) expect((await setting('wasm', change)).model).toBeUndefined();
  });

  it('says why it cannot, and is tried afresh', async () => {
    const { captions, model, tiny } = await setting();
    const { colour, caption } = expected.pictures[0]!;
    expect(await captions.describe(model, new Blob(['no picture']))).toMatchObject({ fault: { reason: 'picture-unreadable' } });
    captions.dispose();
    const whole = tiny.files.get('onnx/decoder_model_merged.onnx')!;
    tiny.files.set('onnx/decoder_model_merged.onnx', new Blob(['no graph']));
    expect(await captions.describe(model, await picture(colour))).toMatchObject({ fault: { reason: 'model-graph-invalid' } });
    tiny.files.set('onnx/decoder_model_merged.onnx', whole);
    expect(await captions.describe(model, await picture(colour))).toEqual({ ok: true, value: caption });
  });
});
