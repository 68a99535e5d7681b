import { readFile } from 'node:fs/promises';
import * as library from '@huggingface/transformers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeStoriesWithModel } from '../../domain/language/write-stories-with-model.ts';
import { enhanceWithModel } from '../../domain/enhance/enhance-with-model.ts';
import type { LanguageQuestion } from '../../domain/language/language-model.ts';
import { FaultError } from '../../schema/fault.ts';
import expected from '../../../../tests/fixtures/tiny-qwen3/expected.json' with { type: 'json' };
import { ChatModel, type ChatParts } from './chat-model.ts';
import { serveFiles } from './library-files.ts';

const folder = new URL('../../../../tests/fixtures/tiny-qwen3/', import.meta.url);
const PATHS = ['config.json', 'generation_config.json', 'tokenizer.json', 'tokenizer_config.json', 'onnx/model.onnx'];
const changed = new Map<string, Uint8Array>();
const asked: string[] = [];
const read = async (path: string): Promise<Uint8Array> => changed.get(path) ?? new Uint8Array(await readFile(new URL(path, folder)));

serveFiles(library.env, {
  find: async (_model, path) => {
    asked.push(path);
    return PATHS.includes(path) ? new Response((await read(path)) as Uint8Array<ArrayBuffer>) : undefined;
  },
  absent: () => new Response(null, { status: 404 }),
});
const parts = (): ChatParts => ({
  ...{ library, id: 'tiny', name: 'Tiny', paths: PATHS, read, provider: 'cpu' },
  breathe: () => new Promise((resolve) => setImmediate(resolve)),
});
const faultOf = (work: Promise<unknown>) => work.then(() => undefined, (error: unknown) => (error instanceof FaultError ? error.fault : error));
const never = { aborted: false };

let model: ChatModel;
beforeAll(async () => {
  model = await ChatModel.open(parts());
});
afterAll(() => model.dispose());

describe('a language model of Qwen’s layout', () => {
  it('reads as PyTorch was shown, and its logits are PyTorch’s', async () => {
    expect(model.tokensOf(expected)).toEqual(expected.ids);
    const loaded = await library.AutoModelForCausalLM.from_pretrained('tiny', { dtype: 'fp32' });
    const ids = new library.Tensor('int64', BigInt64Array.from(expected.ids, BigInt), [1, expected.ids.length]);
    const { logits } = (await loaded({ input_ids: ids, attention_mask: library.ones_like(ids) })) as { logits: library.Tensor };
    const last = (logits.data as Float32Array).slice(-expected.logits.length);
    const worst = Math.max(...expected.logits.map((value, at) => Math.abs(value - last[at]!)));
    expect(worst).toBeLessThan(2e-3);
    await loaded.dispose();
  });

  it('writes the tokens that PyTorch writes, one by one', async () => {
    const told: number[] = [];
    const text = await model.write({ ...expected, maxTokens: expected.greedy.length }, { signal: never, greedy: true, onWritten: (count) => told.push(count) });
    expect(told).toEqual(expected.greedy.map((_, at) => at + 1));
    expect(expected.answer.startsWith(text)).toBe(true);
    expect(text.length).toBeGreaterThan(40);
  });

  it('reads words that it never saw, byte by byte', () => {
    expect(model.tokensOf({ system: 'é 灯 🌊', user: '' }).length).toBeGreaterThan(10);
  });

  it('writes stories that are as the schema wants them', async () => {
    const writer = { id: 'tiny', name: 'Tiny', complete: ({ signal, ...question }: LanguageQuestion) => model.write(question, { signal: signal ?? never, greedy: true }) };
    const brief = { text: 'A lighthouse keeper finds a letter in a bottle and rows out to the ship.', audience: '', lyrics: '', template: null, pictures: [], targetLength: 480, rate: { numerator: 24, denominator: 1 }, song: null };
    const stories = await writeStoriesWithModel(writer, brief, { count: 3 });
    expect(stories.map(({ title, writer: by }) => [title, by])).toEqual(['The Letter', 'Seven Steps', 'Low Tide'].map((title) => [title, { kind: 'model', model: 'Tiny' }]));
    // It recites stories here, too: nonsense where a prompt was asked for.
    const better = await enhanceWithModel(writer, 'a red boat on a stormy sea', { dialect: 'sentences', limit: 400 });
    expect(better.by).toEqual({ kind: 'rules' });
    expect(better.note).toContain('Tiny');
  });

  it('stops between two tokens when it is cancelled', async () => {
    const signal = { aborted: false };
    let written = 0;
    const work = model.write({ ...expected, maxTokens: 400 }, { signal, onWritten: (count) => (written = count) });
    // Heard only because it breathes.
    setTimeout(() => (signal.aborted = true), 20);
    expect(await faultOf(work)).toMatchObject({ reason: 'cancelled' });
    expect(written).toBeLessThan(380);
    expect(await model.write({ ...expected, maxTokens: 3 }, { signal: never, greedy: true })).not.toBe('');
  });

  it('never writes beyond what it can hold in mind, and says when the question alone is longer', async () => {
    const length = model.tokensOf(expected).length;
    const small = async (limit: number) => {
      changed.set('config.json', new TextEncoder().encode(JSON.stringify({ ...JSON.parse(new TextDecoder().decode(await read('config.json'))), max_position_embeddings: limit })));
      const opened = await ChatModel.open({ ...parts(), id: `small-${limit}` });
      changed.clear();
      return opened;
    };
    let written = 0;
    const little = await small(length + 5);
    await little.write({ ...expected, maxTokens: 400 }, { signal: never, onWritten: (count) => (written = count) });
    expect(written).toBe(5);
    const less = await small(length);
    const fault = await faultOf(less.write({ ...expected, maxTokens: 5 }, { signal: never }));
    expect(fault).toEqual({ reason: 'language-unfit', facts: { model: 'Tiny', detail: `It can read ${length} tokens, and the question has ${length}.` } });
    await Promise.all([little.dispose(), less.dispose()]);
  });

  it('asks for nothing but its own files', () => {
    expect(asked.filter((path) => !PATHS.includes(path) && path !== '')).toEqual([]);
  });

  it.each([
    ['config.json', '{', 'model-manifest-invalid'],
    ['config.json', '{"num_hidden_layers": 1000000000, "num_attention_heads": 4, "max_position_embeddings": 4096}', 'model-manifest-invalid'],
    ['onnx/model.onnx', 'no graph', 'model-graph-invalid'],
    ['tokenizer.json', '{"model": {}}', 'model-graph-invalid'],
  ])('with a %s of %s is refused with a reason', async (path, text, reason) => {
    changed.set(path, new TextEncoder().encode(text));
    expect(await faultOf(ChatModel.open({ ...parts(), id: 'broken' }))).toMatchObject({ reason });
    changed.clear();
  });
});
