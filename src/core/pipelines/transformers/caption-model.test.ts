import { readFile } from 'node:fs/promises';
import * as library from '@huggingface/transformers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FaultError } from '../../schema/fault.ts';
import expected from '../../../../tests/fixtures/tiny-florence2/expected.json' with { type: 'json' };
import { CaptionModel } from './caption-model.ts';
import { serveFiles } from './library-files.ts';
import { planesOf } from './picture-planes.ts';

const folder = new URL('../../../../tests/fixtures/tiny-florence2/', import.meta.url);
const GRAPHS = ['vision_encoder', 'embed_tokens', 'encoder_model', 'decoder_model_merged'].map((name) => `onnx/${name}.onnx`);
const PATHS = ['config.json', 'generation_config.json', 'preprocessor_config.json', 'tokenizer.json', 'tokenizer_config.json', ...GRAPHS];
const changed = new Map<string, Uint8Array>();
const read = async (path: string): Promise<Uint8Array> => changed.get(path) ?? new Uint8Array(await readFile(new URL(path, folder)));
serveFiles(library.env, {
  find: async (_model, path) => (PATHS.includes(path) ? new Response((await read(path)) as Uint8Array<ArrayBuffer>) : undefined),
  absent: () => new Response(null, { status: 404 }),
});
const open = (paths = PATHS) => CaptionModel.open({ ...{ library, id: 'tiny', name: 'Tiny', paths, read, provider: 'cpu' }, breathe: () => new Promise((resolve) => setImmediate(resolve)) });
const faultOf = (work: Promise<unknown>) => work.then(() => undefined, (error: unknown) => (error instanceof FaultError ? error.fault : error));
const plain = ([r, g, b]: readonly number[], { width, height }: { width: number; height: number }) => ({ width, height, rgba: Uint8ClampedArray.from({ length: width * height * 4 }, (_, at) => [r!, g!, b!, 255][at % 4]!) });
const never = { aborted: false };

let model: CaptionModel;
beforeAll(async () => {
  model = await open();
});
afterAll(() => model.dispose());

describe('a model of Florence-2’s layout', () => {
  it('reads the question as PyTorch was shown it, and its first word is weighed as PyTorch weighs it', async () => {
    expect(model.tokensOf()).toEqual(expected.ids);
    const loaded = await library.Florence2ForConditionalGeneration.from_pretrained('tiny', { dtype: 'fp32' });
    const config = JSON.parse(new TextDecoder().decode(await read('preprocessor_config.json')));
    const ids = (values: readonly number[]) => new library.Tensor('int64', BigInt64Array.from(values, BigInt), [1, values.length]);
    for (const { colour, logits } of expected.pictures) {
      const pixel_values = new library.Tensor('float32', planesOf(plain(colour, model.size), config), [1, 3, model.size.height, model.size.width]);
      const said = (await loaded({ input_ids: ids(expected.ids), attention_mask: library.ones_like(ids(expected.ids)), pixel_values, decoder_input_ids: ids([2, 0]) })) as { logits: library.Tensor };
      const last = (said.logits.data as Float32Array).slice(-logits.length);
      expect(Math.max(...logits.map((value, at) => Math.abs(value - last[at]!))), colour.join()).toBeLessThan(2e-4);
    }
  });

  it('says of every picture what PyTorch says', async () => {
    for (const { colour, caption } of expected.pictures) expect(await model.describe(plain(colour, model.size), never)).toBe(caption);
  });

  it('stops where it is told to, and describes again', async () => {
    const signal = { aborted: false };
    const picture = plain(expected.pictures[0]!.colour, model.size);
    setTimeout(() => (signal.aborted = true), 1);
    expect(await faultOf(model.describe(picture, signal))).toEqual({ reason: 'cancelled', facts: {} });
    expect(await model.describe(picture, never)).toBe(expected.pictures[0]!.caption);
  });

  it.each([
    ['preprocessor_config.json', '{"size": {"width": 900000, "height": 900000}}', 'model-manifest-invalid'],
    ['config.json', '{"model_type": "florence2", "text_config": {"decoder_layers": 1e9}}', 'model-manifest-invalid'],
    ['config.json', '{"model_type": "smolvlm"}', 'model-manifest-invalid'],
    ['onnx/encoder_model.onnx', 'no graph', 'model-graph-invalid'],
  ])('with a %s of %s is refused with a reason', async (path, text, reason) => {
    changed.set(path, new TextEncoder().encode(text));
    expect(await faultOf(open())).toMatchObject({ reason });
    changed.clear();
  });

  it('says which graph is missing', async () => {
    expect(await faultOf(open(PATHS.slice(0, -1)))).toEqual({ reason: 'model-file-missing', facts: { file: 'onnx/decoder_model_merged.onnx' } });
  });
});
