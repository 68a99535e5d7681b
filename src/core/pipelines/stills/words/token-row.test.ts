import { describe, expect, it } from 'vitest';
import { toUtf8 } from '../../../domain/bytes/text-bytes.ts';
import { FaultError } from '../../../schema/fault.ts';
import type { FolderFiles } from '../../runtime.ts';
import { readTokenizer } from './read-tokenizer.ts';
import { filledRow } from './token-row.ts';

const folder = (files: Readonly<Record<string, unknown>>): FolderFiles => {
  const bytes = (path: string) => (path in files ? toUtf8(typeof files[path] === 'string' ? files[path] : JSON.stringify(files[path])) : undefined);
  const read = async (path: string): Promise<Uint8Array> => {
    const found = bytes(path);
    if (!found) throw new FaultError('model-file-missing', { file: path });
    return found;
  };
  return { name: 'a model', read, size: async (path) => bytes(path)?.length, part: async (path, start, length) => (await read(path)).subarray(start, start + length) };
};

/** SentencePiece's unigram model as T5 has it: `▁` for a space, an end and no start, filling by a word of its own. */
const T5 = {
  added_tokens: ['<pad>', '</s>', '<unk>'].map((content, id) => ({ id, content, special: true, normalized: false, single_word: false, lstrip: false, rstrip: false })),
  normalizer: { type: 'Sequence', normalizers: [{ type: 'NFKC' }, { type: 'Replace', pattern: { Regex: ' {2,}' }, content: ' ' }] },
  pre_tokenizer: { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', add_prefix_space: true },
  post_processor: {
    type: 'TemplateProcessing',
    single: [{ Sequence: { id: 'A', type_id: 0 } }, { SpecialToken: { id: '</s>', type_id: 0 } }],
    pair: [{ Sequence: { id: 'A', type_id: 0 } }, { SpecialToken: { id: '</s>', type_id: 0 } }],
    special_tokens: { '</s>': { id: '</s>', ids: [1], tokens: ['</s>'] } },
  },
  decoder: null,
  model: {
    type: 'Unigram',
    unk_id: 2,
    vocab: [['<pad>', 0], ['</s>', 0], ['<unk>', -9], ['▁', -4], ['▁a', -3], ['▁red', -3], ['▁ball', -3.5], ['▁b', -4], ['all', -4], ['s', -4], ['a', -5]],
  },
};

describe('words for T5', () => {
  it('are the likeliest pieces, ended and filled up', async () => {
    const files = folder({ 'tokenizer/tokenizer.json': T5, 'tokenizer/tokenizer_config.json': { model_max_length: 8, pad_token: { content: '<pad>' }, eos_token: '</s>' } });
    const row = filledRow(await readTokenizer(files, 'tokenizer'), 'a red  balls');
    // ▁a, ▁red, ▁ball rather than ▁b and all (−3.5 against −8), s, the end.
    expect(row).toEqual({ ids: [4, 5, 6, 9, 1, 0, 0, 0], used: 5, left: 0 });
  });

  it('keep their end where they are cut off', async () => {
    const files = folder({ 'tokenizer/tokenizer.json': T5, 'tokenizer/tokenizer_config.json': { model_max_length: 3, pad_token: '<pad>' } });
    expect(filledRow(await readTokenizer(files, 'tokenizer'), 'a red ball')).toEqual({ ids: [4, 5, 1], used: 3, left: 1 });
  });
});

describe('a tokenizer', () => {
  it.each<[string, Readonly<Record<string, unknown>>, string, string]>([
    ['that is not there', {}, 'model-file-missing', 'tokenizer/tokenizer.json'],
    ['that is none', { 'tokenizer/tokenizer.json': { model: { type: 'Magic' } } }, 'model-manifest-invalid', 'tokenizer/tokenizer.json'],
    ['with lengths below nothing', { 'tokenizer/tokenizer.json': T5, 'tokenizer/tokenizer_config.json': { model_max_length: -1 } }, 'model-manifest-invalid', 'tokenizer/tokenizer_config.json'],
    ['without a start', { 'tokenizer/vocab.json': { a: 0 }, 'tokenizer/merges.txt': '' }, 'model-manifest-invalid', 'tokenizer/vocab.json'],
    ['without its merges', { 'tokenizer/vocab.json': { '<|startoftext|>': 0, '<|endoftext|>': 1 } }, 'model-file-missing', 'tokenizer/merges.txt'],
    ['with numbers that are none', { 'tokenizer/vocab.json': { '<|startoftext|>': 'a' } }, 'model-manifest-invalid', 'tokenizer/vocab.json'],
  ])('%s is refused', async (_what, files, reason, file) => {
    await expect(readTokenizer(folder(files), 'tokenizer')).rejects.toMatchObject({ fault: { reason, facts: { file } } });
  });
});
