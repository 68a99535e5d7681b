import { readFile } from 'node:fs/promises';
import * as library from '@huggingface/transformers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isCaptionModel } from '../../domain/language/caption-files.ts';
import { FaultError } from '../../schema/fault.ts';
import expected from '../../../../tests/fixtures/tiny-smolvlm/expected.json' with { type: 'json' };
import { CaptionModel } from './caption-model.ts';
import { serveFiles } from './library-files.ts';
import { smolvlmLayout } from './smolvlm-layout.ts';

const folder = new URL('../../../../tests/fixtures/tiny-smolvlm/', import.meta.url);
const GRAPHS = ['vision_encoder', 'embed_tokens', 'decoder_model_merged'].map((name) => `onnx/${name}.onnx`);
const PATHS = ['config.json', 'generation_config.json', 'preprocessor_config.json', 'processor_config.json', 'tokenizer.json', 'tokenizer_config.json', ...GRAPHS];
const changed = new Map<string, string>();
const read = async (path: string): Promise<Uint8Array> => (changed.has(path) ? new TextEncoder().encode(changed.get(path)) : new Uint8Array(await readFile(new URL(path, folder))));
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

describe('a model of SmolVLM’s layout', () => {
  it('is known by its files, and others whose graphs have the same names are not taken for it', () => {
    expect(isCaptionModel(PATHS)).toBe(true);
    expect(isCaptionModel(PATHS.filter((path) => path !== 'processor_config.json'))).toBe(false);
    expect(isCaptionModel(PATHS.filter((path) => path !== GRAPHS[0]))).toBe(false);
  });

  it('reads the question with the picture’s place in it as PyTorch does, and its first word is weighed as PyTorch weighs it', async () => {
    expect(model.tokensOf()).toEqual(expected.ids);
    const layout = await smolvlmLayout(read);
    const loaded = await library.Idefics3ForConditionalGeneration.from_pretrained('tiny', { dtype: 'fp32' });
    const ids = new library.Tensor('int64', BigInt64Array.from(expected.ids, BigInt), [1, expected.ids.length]);
    for (const { colour, logits } of expected.pictures) {
      const said = (await loaded({ input_ids: ids, attention_mask: library.ones_like(ids), ...layout.show(library, plain(colour, layout.size)) })) as { logits: library.Tensor };
      const last = (said.logits.data as Float32Array).slice(-logits.length);
      expect(Math.max(...logits.map((value, at) => Math.abs(value - last[at]!))), colour.join()).toBeLessThan(2e-3);
    }
    await loaded.dispose();
  });

  it('says of every picture what PyTorch says, and nothing of the question', async () => {
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
    ['processor_config.json', '{"image_seq_len": 100000000}', 'model-manifest-invalid'],
    ['preprocessor_config.json', '{"max_image_size": {"longest_edge": 900000}, "image_mean": [0, 0, 0], "image_std": [1, 1, 1]}', 'model-manifest-invalid'],
    ['config.json', '{"model_type": "qwen2_vl", "text_config": {"num_hidden_layers": 2, "num_attention_heads": 2}}', 'model-manifest-invalid'],
    ['config.json', '{"model_type": "idefics3", "text_config": {"num_hidden_layers": 1e9, "num_attention_heads": 2}}', 'model-manifest-invalid'],
    ['onnx/embed_tokens.onnx', 'no graph', 'model-graph-invalid'],
  ])('with a %s of %s is refused with a reason', async (path, text, reason) => {
    changed.set(path, text);
    expect(await faultOf(open())).toMatchObject({ reason });
    changed.clear();
  });

  it('that counts other words for a picture than its eye gives is refused with a reason', async () => {
    changed.set('processor_config.json', '{"image_seq_len": 3}');
    const other = await open();
    expect(await faultOf(other.describe(plain([1, 2, 3], other.size), never))).toMatchObject({ reason: 'model-graph-invalid' });
    await other.dispose();
    changed.clear();
  });

  it('says which graph is missing', async () => {
    expect(await faultOf(open(PATHS.slice(0, -1)))).toEqual({ reason: 'model-file-missing', facts: { file: 'onnx/decoder_model_merged.onnx' } });
  });
});
