import type { FoundTokenizer } from './read-tokenizer.ts';

/** Rows are as long as this where the tokenizer does not say, or says what none is: CLIP's. */
const USUAL_LENGTH = 77;
const LONGEST = 1024;

/** Text as the numbers that a text encoder takes. */
export interface TokenRow {
  readonly ids: readonly number[];
  /** How many of them stand for words; the others fill up. */
  readonly used: number;
  /** Tokens that there was no room for. */
  readonly left: number;
}

/**
 * A row of one length: what the tokenizer puts before, the words as far as there is room, what it puts behind, and
 * filling. So diffusers does it (`padding="max_length", truncation=True`), and the encoders of CLIP and T5 expect it.
 */
export function filledRow({ tokenizer, most = USUAL_LENGTH, padId }: FoundTokenizer, text: string): TokenRow {
  const length = most <= LONGEST ? Math.floor(most) : USUAL_LENGTH;
  const words = known(tokenizer.encode(text, { add_special_tokens: false }).ids, padId);
  // Around a single word it is plain what stands before and what behind.
  const inside = tokenizer.encode('a', { add_special_tokens: false }).ids;
  const around = tokenizer.encode('a').ids;
  const before = around.slice(0, Math.max(0, around.findIndex((id: number) => id === inside[0])));
  const behind = around.slice(before.length + inside.length);
  const room = Math.max(0, length - before.length - behind.length);
  const ids = [...before, ...words.slice(0, room), ...behind].slice(0, length);
  return { ids: [...ids, ...Array<number>(length - ids.length).fill(padId)], used: ids.length, left: Math.max(0, words.length - room) };
}

/** Longest prompt of ZImagePipeline, in tokens. */
const CHAT_LENGTH = 512;

/**
 * A prompt as Z-Image takes it: what a person says to Qwen3, whose answer begins, without filling, for its words alone
 * reach the transformer (diffusers, pipeline_z_image.py: `apply_chat_template` with `enable_thinking`, and embeddings
 * kept where the mask is). At most 512 tokens.
 */
export function chatRow({ tokenizer, padId }: FoundTokenizer, text: string): TokenRow {
  const asked = `<|im_start|>user\n${text}<|im_end|>\n<|im_start|>assistant\n`;
  const ids = known(tokenizer.encode(asked, { add_special_tokens: false }).ids, padId);
  return { ids: ids.slice(0, CHAT_LENGTH), used: Math.min(ids.length, CHAT_LENGTH), left: Math.max(0, ids.length - CHAT_LENGTH) };
}

/** The library gives undefined, whatever its types say, for words that are not in the vocabulary. */
const known = (ids: readonly (number | undefined)[], padId: number): number[] => ids.map((id) => id ?? padId);
