import { describe, expect, it } from 'vitest';
import { ok } from '#core/schema/result.ts';
import { cutPicture } from '#lib/engine/cut-outs/cut-picture.ts';
import { openMemoryStorage } from '#lib/storage/memory.ts';
import { someHash } from '../../../../tests/contract/samples.ts';
import { CutOuts } from './cut-outs.svelte.ts';

const MODEL = { id: 'modnet', version: '1', name: 'MODNet', paths: [], readFile: async () => undefined };
const never = new AbortController().signal;

/** A red picture; the model takes its left half for the subject. */
async function setting(values: readonly number[] = [255, 0]) {
  const { blobs } = openMemoryStorage();
  const canvas = new OffscreenCanvas(40, 20);
  const pen = canvas.getContext('2d')!;
  pen.fillStyle = 'rgb(200 0 0)';
  pen.fillRect(0, 0, 40, 20);
  const asset = await blobs.putFile(await canvas.convertToBlob());
  let model: typeof MODEL | undefined = MODEL;
  const engine = { find: async () => model, matteOf: async () => ok({ width: 2, height: 1, values: Uint8Array.from(values) }), dispose: () => {} };
  const cutOuts = new CutOuts({ engine, cut: cutPicture, blobs });
  await cutOuts.look();
  const pixel = async (file: Blob, x: number) => {
    const bitmap = await createImageBitmap(file);
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')!;
    context.drawImage(bitmap, 0, 0);
    return [...context.getImageData(x, 10, 1, 1).data];
  };
  return { blobs, cutOuts, pixel, picture: { asset, type: 'image/png', name: 'Bottle' }, lose: () => (model = undefined) };
}

describe('cutting out', () => {
  it('makes a new picture that says where it comes from, transparent or on a ground', async () => {
    const { blobs, cutOuts, picture, pixel } = await setting();
    const made = await cutOuts.make(picture, never);
    if (!made.ok) throw new Error(made.fault.reason);
    const [sheer, grey] = await Promise.all((['none', 'grey'] as const).map((ground) => cutOuts.keep(made.value, ground)));
    expect(sheer).toMatchObject({ ok: true, value: { name: 'Bottle (cut out)', type: 'image/png', width: 40, height: 20, cutOut: { asset: picture.asset, name: 'Bottle', by: 'MODNet', ground: 'none' } } });
    expect(grey).toMatchObject({ ok: true, value: { name: 'Bottle (on grey)', cutOut: { ground: 'grey' } } });
    if (!sheer!.ok || !grey!.ok) return;
    for (const { asset, poster } of [sheer!.value, grey!.value]) expect([await blobs.has(asset), await blobs.has(poster!.asset)]).toEqual([true, true]);
    const fileOf = async ({ asset, type }: { asset: typeof picture.asset; type: string }) => (await blobs.get(asset, type))!;
    expect(await pixel(await fileOf(sheer!.value), 2)).toEqual([200, 0, 0, 255]);
    expect(await pixel(await fileOf(sheer!.value), 38)).toEqual([0, 0, 0, 0]);
    expect(await pixel(await fileOf(grey!.value), 38)).toEqual([128, 128, 128, 255]);
    const used = await cutOuts.laidOn(sheer!.value, 'white');
    expect(used).toMatchObject({ ok: true, value: { name: 'Bottle (cut out) on white', type: 'image/png' } });
    if (used.ok) expect([await pixel(await fileOf(used.value), 2), await pixel(await fileOf(used.value), 38)]).toEqual([[200, 0, 0, 255], [255, 255, 255, 255]]);
  });

  it('says where there is no subject, no model and no picture', async () => {
    expect(await (await setting([3, 9])).cutOuts.make((await setting()).picture, never)).toMatchObject({ ok: true, value: { found: 'nothing' } });
    const { cutOuts, picture, lose } = await setting([255, 200]);
    expect(await cutOuts.make(picture, never)).toMatchObject({ ok: true, value: { found: 'everything' } });
    const gone = { ...picture, asset: someHash('e') };
    expect(await cutOuts.make(gone, never)).toEqual({ ok: false, fault: { reason: 'picture-missing', facts: { file: 'Bottle' } } });
    expect(await cutOuts.laidOn(gone, 'white')).toEqual({ ok: false, fault: { reason: 'picture-missing', facts: { file: 'Bottle' } } });
    lose();
    await cutOuts.look();
    expect([cutOuts.model, await cutOuts.make(picture, never)]).toEqual([undefined, { ok: false, fault: { reason: 'model-file-missing', facts: {} } }]);
  });
});
