import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { MemoryModelShelf } from '../../../../tests/contract/memory-model-shelf.ts';
import { UNKNOWN_LICENCE } from '../../domain/models/licence-rule.ts';
import { refuseFileName } from '../../domain/models/file-names.ts';
import { explainInLine } from '../../domain/words/explain.ts';
import { ModelId } from '../../schema/catalogue.ts';
import { Sha256 } from '../../schema/ids.ts';
import type { KeptModel } from '../../schema/kept-model.ts';
import { judgeModel } from './judge-model.ts';

const FIXTURES = fileURLToPath(new URL('../../../../tests/fixtures', import.meta.url));
const text = (value: unknown): Uint8Array => new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));

/** The files of a model of the fixtures, as somebody would bring them; `changes` puts others in their place, or none. */
async function filesOf(folder: string, changes: Record<string, unknown> = {}): Promise<Map<string, Uint8Array>> {
  const root = path.join(FIXTURES, folder);
  const files = new Map<string, Uint8Array>();
  for (const file of await readdir(root, { recursive: true, withFileTypes: true })) {
    const name = path.relative(root, path.join(file.parentPath, file.name)).replaceAll(path.sep, '/');
    if (file.isFile() && name !== 'expected.json' && !refuseFileName(name)) files.set(name, new Uint8Array(await readFile(path.join(root, name))));
  }
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) files.delete(name);
    else files.set(name, text(value));
  }
  return files;
}

async function judge(name: string, files: ReadonlyMap<string, Uint8Array>, facts: Partial<KeptModel> = {}) {
  const id = ModelId.parse(name);
  const shelf = new MemoryModelShelf();
  for (const [file, bytes] of files) {
    await (await shelf.append(id, file)).write(bytes);
    await shelf.commit(id, file);
  }
  const kept = [...files].map(([file, bytes]) => ({ path: file, bytes: bytes.length, sha256: Sha256.parse('0'.repeat(64)) }));
  return judgeModel({ schema: 1, id, name, licence: UNKNOWN_LICENCE, paused: false, addedAt: 0, files: kept, ...facts }, shelf);
}

const json = async (folder: string, file: string) => JSON.parse(await readFile(path.join(FIXTURES, folder, file), 'utf8')) as Record<string, unknown>;

describe('a model of a person’s own', () => {
  it.each([
    ['tiny-qwen3', 'language'],
    ['tiny-siglip', 'search'],
    ['tiny-florence2', 'captions'],
    ['tiny-smolvlm', 'captions'],
    ['tiny-whisper', 'speech'],
    ['tiny-kokoro', 'voice'],
    ['tiny-depth-anything', 'depth'],
    ['tiny-modnet', 'cut-outs'],
    ['tiny-model', 'video'],
    ['stills/tiny-sd-turbo', 'stills'],
    ['stills/tiny-sdxl-turbo', 'stills'],
    ['stills/tiny-z-image', 'stills'],
  ])('of the layout of %s is for %s', async (folder, purpose) => {
    expect(await judge(path.basename(folder), await filesOf(folder))).toEqual({ purpose });
  });

  it.each([
    ['tiny-qwen3', 'tokenizer.json'],
    ['tiny-qwen3', 'tokenizer_config.json'],
    ['tiny-siglip', 'tokenizer.json'],
    ['tiny-siglip', 'onnx/text_model.onnx'],
    ['tiny-florence2', 'tokenizer.json'],
    ['tiny-florence2', 'onnx/encoder_model.onnx', 'config.json'],
    ['tiny-smolvlm', 'processor_config.json'],
    ['tiny-whisper', 'tokenizer.json'],
    ['tiny-whisper', 'generation_config.json'],
    ['tiny-kokoro', 'tokenizer.json'],
    ['tiny-depth-anything', 'preprocessor_config.json'],
    ['tiny-modnet', 'preprocessor_config.json'],
    ['tiny-model', 'vae_decoder/model.onnx'],
    ['stills/tiny-sd-turbo', 'unet/model.onnx', 'unet/model.onnx or transformer/model.onnx', 'unet/model_fp16.onnx'],
    ['stills/tiny-sd-turbo', 'text_encoder/model.onnx'],
    ['stills/tiny-z-image', 'tokenizer/tokenizer.json'],
  ])('of the layout of %s cannot be used without %s', async (folder, file, told = file, also = file) => {
    const { unfit } = await judge(path.basename(folder), await filesOf(folder, { [file]: undefined, [also]: undefined }));
    expect(unfit).toMatchObject({ reason: 'model-unfit', facts: { file: told } });
    expect(explainInLine(unfit!)).toContain(told);
  });

  it('names a stills model whose words are missing', async () => {
    const bare = await filesOf('stills/tiny-sd-turbo');
    for (const name of [...bare.keys()]) if (name.startsWith('tokenizer/')) bare.delete(name);
    const { unfit } = await judge('tiny-sd-turbo', bare);
    expect(explainInLine(unfit!)).toMatch(/^It looks like a model for stills, and tokenizer\/tokenizer\.json is missing\./);
  });

  it.each([
    ['tiny-qwen3', 'config.json', { vocab_size: 4_000_000_000 }],
    ['tiny-qwen3', 'config.json', { hidden_size: -64 }],
    ['tiny-qwen3', 'config.json', { num_hidden_layers: 2_000_000_000 }],
    ['tiny-qwen3', 'config.json', { num_attention_heads: 0 }],
    ['tiny-qwen3', 'config.json', { max_position_embeddings: 1.5 }],
    ['tiny-siglip', 'config.json', { vision_config: { image_size: 9e15 } }],
    ['tiny-siglip', 'preprocessor_config.json', { size: { width: 1e9, height: 1e9 } }],
    ['tiny-whisper', 'preprocessor_config.json', { chunk_length: 1e9 }],
    ['tiny-depth-anything', 'preprocessor_config.json', { size: { width: -4, height: -4 } }],
    ['tiny-modnet', 'preprocessor_config.json', { size_divisibility: 1e12 }],
    ['stills/tiny-sd-turbo', 'vae_decoder/config.json', { block_out_channels: [8, 8, 8, 4_000_000_000] }],
    ['stills/tiny-sd-turbo', 'vae_decoder/config.json', { latent_channels: 2_000_000_000 }],
    ['stills/tiny-z-image', 'transformer/config.json', { in_channels: -16 }],
    ['stills/tiny-sd-turbo', 'text_encoder/config.json', { vocab_size: 1e15 }],
    ['tiny-model', 'transformer/config.json', { hidden_size: 1e15 }],
  ])('of the layout of %s is not believed where %s says %j', async (folder, file, change) => {
    const before = await json(folder, file).catch(() => ({}));
    const { unfit } = await judge(path.basename(folder), await filesOf(folder, { [file]: { ...before, ...change } }));
    expect(unfit).toMatchObject({ reason: 'model-unfit', facts: { file, problem: expect.stringContaining(Object.keys(change)[0]!) } });
  });

  it('is not believed with a tokenizer or a description that is none', async () => {
    for (const [file, value] of [['tokenizer.json', '{}'], ['tokenizer.json', '{"model":'], ['config.json', `{"architectures":["XForCausalLM"],"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}`]] as const) {
      expect((await judge('tiny-qwen3', await filesOf('tiny-qwen3', { [file]: value }))).unfit, value.slice(0, 40)).toMatchObject({ reason: 'model-unfit', facts: { file } });
    }
  });

  it('of another layout is for nothing, and nothing is said against it', async () => {
    const bert = await filesOf('tiny-qwen3', { 'config.json': { ...(await json('tiny-qwen3', 'config.json')), architectures: ['BertModel'] } });
    expect(await judge('bert', bert)).toEqual({});
    expect(await judge('one', new Map([['w.onnx', new Uint8Array(9)]]))).toEqual({});
    expect(await judge('weights', new Map([['model.gguf', new Uint8Array(9)], ['config.json', text('{"a":1}')]]))).toEqual({});
    // Weights for other programs lie in folders with the same descriptions.
    expect(await judge('weights', new Map([['model_index.json', text('{"_class_name":"StableDiffusionPipeline"}')], ['unet/diffusion_pytorch_model.safetensors', new Uint8Array(9)]]))).toEqual({});
  });

  it('stays for what it was said to be for', async () => {
    expect((await judge('tiny-qwen3', await filesOf('tiny-qwen3'), { purpose: 'speech' })).unfit).toMatchObject({ facts: { purpose: 'speech', file: 'onnx/encoder_model.onnx' } });
  });
});
