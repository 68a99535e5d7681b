import { readFile } from 'node:fs/promises';
import * as library from '@huggingface/transformers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FaultError } from '../../schema/fault.ts';
import { subjectIn } from '../../domain/cut-outs/matte.ts';
import expected from '../../../../tests/fixtures/tiny-modnet/expected.json' with { type: 'json' };
import { diskPicture } from '../../../../tests/fixtures/disk-picture.ts';
import { CutOutModel } from './cut-out-model.ts';
import { serveFiles } from './library-files.ts';

const folder = new URL('../../../../tests/fixtures/tiny-modnet/', import.meta.url);
const PATHS = ['config.json', 'preprocessor_config.json', 'onnx/model.onnx'];
const changed = new Map<string, Uint8Array>();
const read = async (path: string): Promise<Uint8Array> => changed.get(path) ?? new Uint8Array(await readFile(new URL(path, folder)));
serveFiles(library.env, {
  find: async (_model, path) => (PATHS.includes(path) ? new Response((await read(path)) as Uint8Array<ArrayBuffer>) : undefined),
  absent: () => new Response(null, { status: 404 }),
});
const open = (paths = PATHS) => CutOutModel.open({ library, id: 'tiny', paths, read, provider: 'cpu' });
const faultOf = (work: Promise<unknown>) => work.then(() => undefined, (error: unknown) => (error instanceof FaultError ? error.fault : error));

let model: CutOutModel;
beforeAll(async () => {
  model = await open();
});
afterAll(() => model.dispose());

describe('a model of MODNet’s layout', () => {
  it('parts subject from ground as PyTorch does, whatever the shape of the picture', async () => {
    for (const shown of expected.pictures) {
      const picture = diskPicture(shown);
      expect(model.sizeFor(picture), 'a picture of the model’s own size').toEqual({ width: shown.width, height: shown.height });
      const shares = await model.sharesOf(picture);
      expect(Math.max(...shown.points.map(([x, y, share]) => Math.abs(shares[y! * shown.width + x!]! - share!)))).toBeLessThan(2e-4);
    }
  });

  it('gives a matte, and says where it found no subject', async () => {
    const [disk, , nothing] = expected.pictures;
    const matte = await model.matteOf(diskPicture(disk!));
    const at = (x: number, y: number) => matte.values[y * matte.width + x]!;
    expect([at(40, 30) > 250, at(5, 5) < 5, subjectIn(matte)]).toEqual([true, true, 'some']);
    expect(subjectIn(await model.matteOf(diskPicture(nothing!)))).toBe('nothing');
    expect(subjectIn({ width: 1, height: 2, values: Uint8Array.of(255, 130) })).toBe('everything');
  });

  it('sees every picture with the shorter side that it knows, in steps, and a very long one squeezed', () => {
    expect(model.sizeFor({ width: 4_000, height: 3_000 })).toEqual({ width: 64, height: 64 });
    expect(model.sizeFor({ width: 1_920, height: 1_080 })).toEqual({ width: 96, height: 64 });
    expect(model.sizeFor({ width: 10, height: 9_000 })).toEqual({ width: 64, height: 256 });
  });

  it.each([
    ['preprocessor_config.json', '{"size": {"shortest_edge": 900000}, "size_divisibility": 32}', 'model-manifest-invalid'],
    ['config.json', '{"model_type": "depth_anything"}', 'model-manifest-invalid'],
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
