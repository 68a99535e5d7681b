import { readFile } from 'node:fs/promises';
import * as library from '@huggingface/transformers';
import { beforeAll, describe, expect, it } from 'vitest';
import { FaultError } from '../../schema/fault.ts';
import expected from '../../../../tests/fixtures/tiny-siglip/expected.json' with { type: 'json' };
import { serveFiles } from './library-files.ts';
import { MeaningModel } from './meaning-model.ts';

const folder = new URL('../../../../tests/fixtures/tiny-siglip/', import.meta.url);
const PATHS = ['config.json', 'preprocessor_config.json', 'tokenizer.json', 'tokenizer_config.json', 'onnx/text_model.onnx', 'onnx/vision_model.onnx'];
const changed = new Map<string, Uint8Array>();
const read = async (path: string): Promise<Uint8Array> => changed.get(path) ?? new Uint8Array(await readFile(new URL(path, folder)));
serveFiles(library.env, {
  find: async (_model, path) => (PATHS.includes(path) ? new Response((await read(path)) as Uint8Array<ArrayBuffer>) : undefined),
  absent: () => new Response(null, { status: 404 }),
});
const open = (paths = PATHS) => MeaningModel.open({ library, id: 'tiny', paths, read, provider: 'cpu' });
const faultOf = (work: Promise<unknown>) => work.then(() => undefined, (error: unknown) => (error instanceof FaultError ? error.fault : error));

const unit = (values: readonly number[]): number[] => values.map((value) => value / Math.hypot(...values));
const worst = (is: Float32Array, shouldBe: readonly number[]): number => Math.max(...unit(shouldBe).map((value, at) => Math.abs(value - is[at]!)));
const plain = ([r, g, b]: readonly number[], { width, height }: { width: number; height: number }) => ({ width, height, rgba: Uint8ClampedArray.from({ length: width * height * 4 }, (_, at) => [r!, g!, b!, 255][at % 4]!) });

let model: MeaningModel;
beforeAll(async () => {
  model = await open();
});

describe('a model of SigLIP’s layout', () => {
  it('places words where PyTorch does', async () => {
    for (const { text, embedding } of expected.texts) expect(worst(await model.ofText(text), embedding), text).toBeLessThan(2e-4);
  });

  it('places pictures where PyTorch does', async () => {
    for (const { colour, embedding } of expected.pictures) expect(worst(await model.ofPicture(plain(colour, model.size)), embedding), colour.join()).toBeLessThan(2e-4);
  });

  it('takes words of any length', async () => {
    expect((await model.ofText('sea '.repeat(5_000))).length).toBe(expected.texts[0]!.embedding.length);
  });

  it.each([
    ['preprocessor_config.json', '{"size": {"width": 900000, "height": 900000}}', 'model-manifest-invalid'],
    ['onnx/vision_model.onnx', 'no graph', 'model-graph-invalid'],
  ])('with a %s of %s is refused with a reason', async (path, text, reason) => {
    changed.set(path, new TextEncoder().encode(text));
    expect(await faultOf(open())).toMatchObject({ reason });
    changed.clear();
  });

  it('says which graph is missing', async () => {
    expect(await faultOf(open(PATHS.slice(0, -1)))).toEqual({ reason: 'model-file-missing', facts: { file: 'onnx/vision_model.onnx' } });
  });
});
