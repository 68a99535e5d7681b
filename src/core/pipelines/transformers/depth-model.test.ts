import { readFile } from 'node:fs/promises';
import * as library from '@huggingface/transformers';
import { beforeAll, describe, expect, it } from 'vitest';
import { FaultError } from '../../schema/fault.ts';
import expected from '../../../../tests/fixtures/tiny-depth-anything/expected.json' with { type: 'json' };
import { DepthModel } from './depth-model.ts';
import { greyDepth } from './grey-depth.ts';
import { serveFiles } from './library-files.ts';

const folder = new URL('../../../../tests/fixtures/tiny-depth-anything/', import.meta.url);
const PATHS = ['config.json', 'preprocessor_config.json', 'onnx/model.onnx'];
const changed = new Map<string, Uint8Array>();
const read = async (path: string): Promise<Uint8Array> => changed.get(path) ?? new Uint8Array(await readFile(new URL(path, folder)));
serveFiles(library.env, {
  find: async (_model, path) => (PATHS.includes(path) ? new Response((await read(path)) as Uint8Array<ArrayBuffer>) : undefined),
  absent: () => new Response(null, { status: 404 }),
});
const open = (paths = PATHS) => DepthModel.open({ library, id: 'tiny', paths, read, provider: 'cpu' });
const faultOf = (work: Promise<unknown>) => work.then(() => undefined, (error: unknown) => (error instanceof FaultError ? error.fault : error));

const halves = ({ width, height }: { readonly width: number; readonly height: number }) => ({
  width,
  height,
  rgba: Uint8ClampedArray.from({ length: width * height * 4 }, (_, at) => [...(((at >> 2) % width) < width / 2 ? expected.left : expected.right), 255][at % 4]!),
});

let model: DepthModel;
beforeAll(async () => {
  model = await open();
});

describe('a model of Depth Anything’s layout', () => {
  it.each(expected.halves)('tells the depth that PyTorch does of $width × $height pixels', async ({ width, height, row, least, most }) => {
    const depth = await model.of(halves({ width, height }));
    expect([depth.width, depth.height]).toEqual([width, height]);
    const wanted = row.map((value) => (255 * (value - least)) / (most - least));
    const told = depth.grey.subarray((height >> 1) * width, ((height >> 1) + 1) * width);
    // Specks at either end are left out of account.
    expect(wanted.reduce((worst, value, at) => Math.max(worst, Math.abs(value - told[at]!)), 0)).toBeLessThan(4);
  });

  it('looks at each picture in its shape, in whole patches, and at a long one no longer than twice its size', () => {
    expect(model.sizeFor({ width: 640, height: 360 })).toEqual({ width: 98, height: 56 });
    expect(model.sizeFor({ width: 900, height: 1600 })).toEqual({ width: 56, height: 98 });
    expect(model.sizeFor({ width: 8000, height: 10 })).toEqual({ width: 112, height: 56 });
  });

  it.each([
    ['preprocessor_config.json', '{"size": {"width": 900000, "height": 900000}}', 'model-manifest-invalid'],
    ['config.json', '{"model_type": "depth_pro"}', 'model-manifest-invalid'],
    ['onnx/model.onnx', 'no graph', 'model-graph-invalid'],
  ])('with a %s of %s is refused with a reason', async (path, text, reason) => {
    changed.set(path, new TextEncoder().encode(text));
    expect(await faultOf(open())).toMatchObject({ reason });
    changed.clear();
  });

  it('says which graph is missing', async () => {
    expect(await faultOf(open(PATHS.slice(0, -1)))).toEqual({ reason: 'model-file-missing', facts: { file: 'onnx/model.onnx' } });
  });
});

describe('depth as greys', () => {
  it('spreads it over all of them, whatever its unit and whatever its specks', () => {
    const near = Float32Array.from({ length: 1000 }, (_, at) => 40 + at / 1000);
    [near[0], near[1]] = [-1e6, 1e6];
    const { grey } = greyDepth(near, 100, 10);
    expect([grey[0], grey[1], grey[500]]).toEqual([0, 255, 127]);
    expect([...greyDepth(new Float32Array(9).fill(3), 3, 3).grey]).toEqual([...new Uint8Array(9)]);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('is refused where the model says %s', (value) => {
    expect(() => greyDepth(Float32Array.of(0, value, 1), 3, 1)).toThrow(FaultError);
  });
});
