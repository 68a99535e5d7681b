/** Words are told apart, and spaces are not words: the pattern of CLIP's tokenizer (openai/CLIP, simple_tokenizer.py). */
const WORDS = "'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+";
export const CLIP_START = '<|startoftext|>';
export const CLIP_END = '<|endoftext|>';

/**
 * The tokenizer.json of a CLIP text encoder from the two files that older exports have in its place: byte-pair
 * encoding of words in lower case, the last piece of each marked `</w>`, between a start and an end. As the tokenizers
 * of SD-Turbo and SDXL-Turbo are published (microsoft/webnn-developer-preview, demos/sdxl-turbo/models).
 */
export function clipDescription(vocab: Readonly<Record<string, number>>, merges: string): object {
  const special = [CLIP_START, CLIP_END].map((content) => ({
    ...{ id: vocab[content], content, special: true, normalized: true },
    ...{ single_word: false, lstrip: false, rstrip: false },
  }));
  return {
    added_tokens: special,
    normalizer: {
      type: 'Sequence',
      normalizers: [{ type: 'NFC' }, { type: 'Replace', pattern: { Regex: '\\s+' }, content: ' ' }, { type: 'Lowercase' }],
    },
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [
        { type: 'Split', pattern: { Regex: WORDS }, behavior: 'Removed', invert: true },
        { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true },
      ],
    },
    post_processor: {
      ...{ type: 'RobertaProcessing', trim_offsets: false, add_prefix_space: false },
      ...{ sep: [CLIP_END, vocab[CLIP_END]], cls: [CLIP_START, vocab[CLIP_START]] },
    },
    decoder: null,
    model: {
      ...{ type: 'BPE', unk_token: CLIP_END, continuing_subword_prefix: '', end_of_word_suffix: '</w>', fuse_unk: false },
      ...{ vocab, merges: merges.split(/\r?\n/).filter((line) => line.trim() !== '' && !line.startsWith('#version')) },
    },
  };
}
