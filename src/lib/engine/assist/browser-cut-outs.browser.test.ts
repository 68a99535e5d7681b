import { afterEach, describe, expect, it } from 'vitest';
import { diskPicture } from '../../../../tests/fixtures/disk-picture.ts';
import expected from '../../../../tests/fixtures/tiny-modnet/expected.json';
import { shelfOf, tinyCutOuts, type TinyModel } from '../../../../tests/fixtures/tiny-shelf.ts';
import { BrowserCutOuts } from './browser-cut-outs.ts';
import { cutPicture } from '../cut-outs/cut-picture.ts';

const open: BrowserCutOuts[] = [];
afterEach(() => open.splice(0).forEach((cutOuts) => cutOuts.dispose()));

async function setting(choice: 'wasm' | 'webgpu' = 'wasm', change: (model: TinyModel) => void = () => {}) {
  const tiny = await tinyCutOuts();
  change(tiny);
  const cutOuts = new BrowserCutOuts(shelfOf([tiny]), () => choice);
  open.push(cutOuts);
  return { cutOuts, tiny, model: (await cutOuts.find())! };
}

const [disk] = expected.pictures;

async function drawn(scale = 1): Promise<Blob> {
  const { width, height, rgba } = diskPicture({ ...disk!, width: disk!.width * scale, height: disk!.height * scale, disk: { ...disk!.disk, x: disk!.disk.x * scale, y: disk!.disk.y * scale, r: disk!.disk.r * scale } });
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d')!.putImageData(new ImageData(rgba, width, height), 0, 0);
  return canvas.convertToBlob({ type: 'image/png' });
}

async function pixelsOf(file: Blob) {
  const bitmap = await createImageBitmap(file);
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')!;
  context.drawImage(bitmap, 0, 0);
  return { width: bitmap.width, height: bitmap.height, at: (x: number, y: number) => [...context.getImageData(x, y, 1, 1).data] };
}

describe('a model for cut-outs in the browser', () => {
  // WebGPU is imitated here, and slow.
  it.each(['wasm', 'webgpu'] as const)('parts on %s as PyTorch does, and asks nobody for anything', async (choice) => {
    const { cutOuts, model } = await setting(choice);
    performance.clearResourceTimings();
    const matte = await cutOuts.matteOf(model, await drawn());
    if (!matte.ok) throw new Error(matte.fault.reason);
    for (const [x, y, share] of disk!.points) expect(Math.abs(matte.value.values[y! * matte.value.width + x!]! - 255 * share!)).toBeLessThan(1);
    const foreign = performance.getEntriesByType('resource').filter(({ name }) => new URL(name).origin !== location.origin && !name.startsWith('blob:'));
    expect(foreign.map(({ name }) => name)).toEqual([]);
  });

  it('cuts a larger picture out in its own size: the subject whole, the ground gone', async () => {
    const { cutOuts, model } = await setting();
    const picture = await drawn(8);
    const matte = await cutOuts.matteOf(model, picture);
    const cut = matte.ok ? await cutPicture(picture, matte.value) : matte;
    if (!cut.ok) throw new Error(cut.fault.reason);
    expect([cut.value.file.type, cut.value.width, cut.value.height]).toEqual(['image/png', 768, 512]);
    const { width, height, at } = await pixelsOf(cut.value.file);
    expect([width, height]).toEqual([768, 512]);
    expect(at(320, 240)).toEqual([...disk!.disk.colour, 255]);
    expect(at(10, 10)[3]).toBeLessThan(3);
  });

  it('stops when it is cancelled, and parts the next picture', async () => {
    const { cutOuts, model } = await setting();
    const stop = new AbortController();
    const picture = await drawn();
    const first = cutOuts.matteOf(model, picture, stop.signal);
    stop.abort();
    expect(await first).toEqual({ ok: false, fault: { reason: 'cancelled', facts: {} } });
    const next = await cutOuts.matteOf(model, picture);
    expect(next.ok).toBe(true);
    expect(await cutPicture(picture, next.ok ? next.value : (undefined as never), stop.signal)).toEqual({ ok: false, fault: { reason: 'cancelled', facts: {} } });
  });

  it('is not there before every file is verified and its licence accepted, nor where it is another that has such files', async () => {
    for (const change of [
      ({ kept }: TinyModel) => delete (kept.files[0] as { sha256?: string }).sha256,
      ({ kept }: TinyModel) => ((kept.licence as { restricted: boolean }).restricted = true),
      ({ files }: TinyModel) => files.set('config.json', new Blob(['{"model_type":"depth_anything"}'])),
    ]) expect((await setting('wasm', change)).model).toBeUndefined();
    // One that a person brought says nothing of what it is for.
    expect((await setting('wasm', ({ kept }) => delete (kept as { purpose?: string }).purpose)).model).toMatchObject({ id: 'tiny-modnet' });
  });

  it('says why it cannot, and is tried afresh', async () => {
    const { cutOuts, model, tiny } = await setting();
    expect(await cutOuts.matteOf(model, new Blob(['no picture']))).toMatchObject({ fault: { reason: 'picture-unreadable' } });
    expect(await cutPicture(new Blob(['no picture']), { width: 1, height: 1, values: Uint8Array.of(9) })).toMatchObject({ fault: { reason: 'picture-unreadable' } });
    cutOuts.dispose();
    const whole = tiny.files.get('onnx/model.onnx')!;
    tiny.files.set('onnx/model.onnx', new Blob(['no graph']));
    expect(await cutOuts.matteOf(model, await drawn())).toMatchObject({ fault: { reason: 'model-graph-invalid' } });
    tiny.files.set('onnx/model.onnx', whole);
    expect((await cutOuts.matteOf(model, await drawn())).ok).toBe(true);
  });
});
