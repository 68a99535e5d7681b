/** A word of a text, by its place in UTF-16 code units. */
export interface Word {
  /** Lower case. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

// A pictograph stands for a word: it is read, and then said to be unknown.
const WORD = /[\p{L}\p{M}\p{N}]+|\p{Extended_Pictographic}/gu;

/** The words of a text, without what stands between them. Hyphens and apostrophes part words, as in the tokenizer. */
export function splitWords(text: string): Word[] {
  return Array.from(text.matchAll(WORD), (match) => ({
    text: match[0].toLowerCase(),
    start: match.index,
    end: match.index + match[0].length,
  }));
}
