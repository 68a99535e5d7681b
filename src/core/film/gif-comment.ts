import { fromUtf8, toUtf8 } from '../domain/bytes/text-bytes.ts';

/** Introducer and label of a comment extension, the end of its blocks, and of the file (GIF89a, sections 24 and 27). */
const COMMENT = [0x21, 0xfe] as const;
const END_OF_BLOCKS = 0;
const TRAILER = 0x3b;
/** Bytes that one block holds. */
const BLOCK = 255;

/** The GIF with a text in UTF-8 inside it, as a comment extension before its end. */
export function withGifComment(gif: Uint8Array, text: string): Uint8Array<ArrayBuffer> {
  const bytes = toUtf8(text);
  const extension: number[] = [...COMMENT];
  for (let at = 0; at < bytes.length; at += BLOCK) {
    const block = bytes.subarray(at, at + BLOCK);
    extension.push(block.length, ...block);
  }
  extension.push(END_OF_BLOCKS, TRAILER);
  const whole = new Uint8Array(gif.length - 1 + extension.length);
  whole.set(gif.subarray(0, -1));
  whole.set(extension, gif.length - 1);
  return whole;
}

/** The text that `withGifComment` put at the end; undefined where there is none, or the bytes are no GIF. */
export function gifComment(gif: Uint8Array): string | undefined {
  if (!toUtf8('GIF8').every((byte, i) => gif[i] === byte) || gif.at(-1) !== TRAILER) return undefined;
  for (let from = gif.length - 2; from >= 0; from -= 1) {
    const text = gif[from] === COMMENT[0] && gif[from + 1] === COMMENT[1] && lastBlocks(gif, from + 2);
    if (text) return text;
  }
  return undefined;
}

/** The text of the blocks from `at`, if they end right before the trailer. */
function lastBlocks(gif: Uint8Array, at: number): string | undefined {
  const bytes: number[] = [];
  while (at < gif.length - 2 && gif[at] !== END_OF_BLOCKS) {
    bytes.push(...gif.subarray(at + 1, at + 1 + gif[at]!));
    at += 1 + gif[at]!;
  }
  if (at !== gif.length - 2) return undefined;
  try {
    return fromUtf8(Uint8Array.from(bytes));
  } catch {
    return undefined;
  }
}
