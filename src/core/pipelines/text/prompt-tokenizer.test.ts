import { describe, expect, it } from 'vitest';
import { toUtf8 } from '../../domain/bytes/text-bytes.ts';
import { PromptTokenizer } from './prompt-tokenizer.ts';
import { tokenBatch } from './token-batch.ts';

const special = { single_word: false, lstrip: false, rstrip: false, normalized: false, special: true };
const description = {
  version: '1.0',
  truncation: null,
  padding: null,
  added_tokens: [
    { id: 0, content: '[PAD]', ...special },
    { id: 1, content: '[UNK]', ...special },
  ],
  normalizer: { type: 'Lowercase' },
  pre_tokenizer: { type: 'BertPreTokenizer' },
  post_processor: null,
  decoder: null,
  model: { type: 'WordLevel', vocab: { '[PAD]': 0, '[UNK]': 1, red: 2, ball: 3, hot: 4, air: 5 }, unk_token: '[UNK]' },
};
const tokenizer = (rules = { maxTokens: 4, dropUnknown: true }) =>
  new PromptTokenizer('tokenizer.json', toUtf8(JSON.stringify(description)), rules);

describe('the tokenizer', () => {
  it('drops what it does not know, and tells the words', () => {
    expect(tokenizer().tokenize('Red, XYLOPHONE ball! 🎈')).toEqual({ ids: [2, 3], unknown: ['xylophone'] });
    expect(tokenizer().tokenize('hot-air')).toEqual({ ids: [4, 5], unknown: [] });
  });

  it('keeps the unknown in their places where the model wants it so', () => {
    expect(tokenizer({ maxTokens: 9, dropUnknown: false }).tokenize('red xylophone ball').ids).toEqual([2, 1, 3]);
  });

  it('takes no special token from what is typed', () => {
    expect(tokenizer().tokenize('[PAD] red [UNK]').ids).toEqual([2]);
  });

  it('cuts at the model’s length, after dropping', () => {
    expect(tokenizer().tokenize('x red x ball x hot x air x red').ids).toEqual([2, 3, 4, 5]);
  });

  it.each(['{', '{}', '[]', 'null', '{"model":{"type":"WordLevel"}}'])('refuses %s', (text) => {
    const make = () => new PromptTokenizer('tokenizer.json', toUtf8(text), { maxTokens: 4, dropUnknown: true });
    expect(make).toThrow('model-manifest-invalid');
  });
});

describe('a batch of tokens', () => {
  it('is filled up to the longest row', () => {
    const { input_ids, attention_mask } = tokenBatch([[2, 3], [4], []], 9);
    expect(input_ids).toEqual({ type: 'int64', dims: [3, 2], data: BigInt64Array.of(2n, 3n, 4n, 9n, 9n, 9n) });
    expect(attention_mask.data).toEqual(BigInt64Array.of(1n, 1n, 1n, 0n, 0n, 0n));
  });

  it('of nothing is one padding token that nobody looks at', () => {
    const { input_ids, attention_mask } = tokenBatch([[]], 0);
    expect(input_ids).toMatchObject({ dims: [1, 1], data: BigInt64Array.of(0n) });
    expect(attention_mask).toMatchObject({ dims: [1, 1], data: BigInt64Array.of(0n) });
  });
});
