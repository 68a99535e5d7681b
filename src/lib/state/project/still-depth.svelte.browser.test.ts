import { afterEach, describe, expect, it, vi } from 'vitest';
import expected from '../../../../tests/fixtures/tiny-depth-anything/expected.json';
import { shelfOf, tinyDepth, type TinyModel } from '../../../../tests/fixtures/tiny-shelf.ts';
import { readBent } from '#lib/components/timeline/bent-preview.ts';
import type { AcceleratorAssist } from '#lib/engine/assist/accelerator-assist.ts';
import { BrowserDepth } from '#lib/engine/assist/browser-depth.ts';
import { EitherDepth } from '#lib/engine/assist/either-assist.ts';
import { openMemoryStorage } from '#lib/storage/memory.ts';
import { Assets } from '../store/assets.svelte.ts';
import { StillDepth } from './still-depth.svelte.ts';

const closers: (() => unknown)[] = [];
afterEach(() => closers.splice(0).forEach((close) => close()));

const THERE = { models: async () => [] } as unknown as AcceleratorAssist;

/** Blue at the left, red at the right, there with a yellow mark where one is wanted. */
async function halves(width: number, height: number, mark?: number): Promise<Uint8Array<ArrayBuffer>> {
  const canvas = new OffscreenCanvas(width, height);
  const pen = canvas.getContext('2d')!;
  for (const [colour, x] of [[expected.left, 0], [expected.right, width / 2]] as const) {
    pen.fillStyle = `rgb(${colour.join(' ')})`;
    pen.fillRect(x, 0, width / 2, height);
  }
  pen.fillStyle = 'rgb(230 200 20)';
  if (mark !== undefined) pen.fillRect(mark, 0, 4, height);
  return new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer());
}

async function setting(change: (model: TinyModel) => void = () => {}, choice: 'wasm' | 'webgpu' = 'wasm') {
  const tiny = await tinyDepth();
  change(tiny);
  const assets = new Assets(openMemoryStorage().blobs, { toast: vi.fn() });
  const depth = new StillDepth({ assets, engine: new EitherDepth(new BrowserDepth(shelfOf([tiny]), () => choice), THERE) });
  closers.push(() => depth.dispose());
  await depth.look();
  const picture = { asset: await assets.put(await halves(196, 112)), type: 'image/png' };
  return { depth, assets, picture, tiny };
}

describe('the depth of a still', () => {
  // WebGPU is imitated here, and slow.
  it.each(['wasm', 'webgpu'] as const)('is told on %s as PyTorch tells it, kept as a small grey picture, and nobody is asked for anything', async (choice) => {
    const { depth, assets, picture } = await setting(undefined, choice);
    performance.clearResourceTimings();
    const told = await depth.tell(picture);
    expect(told).toMatchObject({ picture: picture.asset, model: 'tiny-depth-anything', licence: 'MIT License' });
    const map = await createImageBitmap((await assets.open({ asset: told!.map, type: 'image/png' }))!);
    expect([map.width, map.height]).toEqual([98, 56]);
    const pen = new OffscreenCanvas(98, 56).getContext('2d')!;
    pen.drawImage(map, 0, 0);
    const { data } = pen.getImageData(0, 28, 98, 1);
    const { row, least, most } = expected.halves[1]!;
    for (const x of [4, 20, 78, 94]) expect(Math.abs(data[4 * x]! - (255 * (row[x]! - least)) / (most - least)), `at ${x}`).toBeLessThan(6);
    const foreign = performance.getEntriesByType('resource').filter(({ name }) => new URL(name).origin !== location.origin && !name.startsWith('blob:'));
    expect(foreign.map(({ name }) => name)).toEqual([]);
    expect([depth.picture, depth.fault]).toEqual([undefined, undefined]);
  });

  it('bends the still in the monitor: what is near goes further', async () => {
    const { depth, assets } = await setting();
    const picture = { asset: await assets.put(await halves(196, 112, 160)), type: 'image/png' };
    const told = (await depth.tell(picture))!;
    const bent = (await readBent(assets, picture, told.map))!;
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [bent.width, bent.height];
    /** Where the mark lies in the middle row. */
    const mark = (x: number) => {
      bent.draw(canvas, { x, y: 0.5, zoom: 1.25, turn: 0 }, 1);
      const { data } = canvas.getContext('2d')!.getImageData(0, bent.height / 2, bent.width, 1);
      return Array.from({ length: bent.width }, (_, at) => data[4 * at + 1]!).findIndex((green) => green > 128);
    };
    expect(mark(0.4)).toBeGreaterThan(mark(0.6) + 5);
    expect(await readBent(assets, picture, picture.asset.replace(/./g, '0') as typeof picture.asset)).toBeUndefined();
  });

  it('tells how long it has taken, and how long the last one took', async () => {
    const { depth, picture, assets } = await setting();
    let go = () => {};
    const waits = new Promise<void>((resolve) => (go = resolve));
    const open = assets.open.bind(assets);
    vi.spyOn(assets, 'open').mockImplementation(async (one) => (await waits, open(one)));
    const first = depth.tell(picture);
    await expect.poll(() => depth.seconds, { timeout: 5_000 }).toBeGreaterThan(0);
    go();
    expect(await first).toBeDefined();
    expect(depth.usual).toBeGreaterThan(0);
    const again = depth.tell(picture);
    expect([depth.seconds, depth.fraction]).toEqual([0, 0]);
    expect(await again).toBeDefined();
  });

  it('stops at once where it is told to, keeps nothing of it, and is told afresh', async () => {
    const { depth, assets, picture } = await setting();
    const put = vi.spyOn(assets, 'put');
    const first = depth.tell(picture);
    expect(depth.picture).toBe(picture.asset);
    const begun = performance.now();
    depth.stop();
    expect(await first).toBeUndefined();
    expect(performance.now() - begun).toBeLessThan(1_000);
    expect([depth.picture, depth.fault]).toEqual([undefined, undefined]);
    expect(put).not.toHaveBeenCalled();
    expect(await depth.tell(picture)).toMatchObject({ picture: picture.asset });
  });

  it('says why it cannot be told', async () => {
    const { depth, assets, picture, tiny } = await setting();
    expect(await depth.tell({ asset: await assets.put(new TextEncoder().encode('no picture')), type: 'image/png' })).toBeUndefined();
    expect(depth.fault).toMatchObject({ reason: 'picture-unreadable' });
    depth.dispose();
    tiny.files.set('onnx/model.onnx', new Blob(['no graph']));
    expect(await depth.tell(picture)).toBeUndefined();
    expect(depth.fault).toMatchObject({ reason: 'model-graph-invalid' });
    expect((await setting(({ kept }) => ((kept.licence as { restricted: boolean }).restricted = true))).depth.model).toBeNull();
    expect((await setting(({ kept }) => ((kept as { purpose: string }).purpose = 'cut-outs'))).depth.model).toBeNull();
  });
});
