/** As much of a brief's text is read for stories; what is beyond it is kept. Characters. */
export const BRIEF_CHARACTERS = 20_000;

/** A product is known from so many sides on. */
export const ENOUGH_PRODUCT_PICTURES = 3;

const words = new Intl.Segmenter(undefined, { granularity: 'word' });

/** How much a brief's text says, and how much of it stories are written from. */
export interface BriefReading {
  readonly characters: number;
  /** In the part that is read. */
  readonly words: number;
  /** Whole words from the beginning. */
  readonly read: string;
  readonly isCut: boolean;
}

export function readBrief(text: string): BriefReading {
  const read = beginningOf(text);
  let count = 0;
  for (const { isWordLike } of words.segment(read)) if (isWordLike) count += 1;
  return { characters: lengthOf(text), words: count, read, isCut: read.length < text.length };
}

/** People count a surrogate pair as one. */
function lengthOf(text: string): number {
  let length = 0;
  for (const _ of text) length += 1;
  return length;
}

function beginningOf(text: string): string {
  if (text.length <= BRIEF_CHARACTERS) return text;
  let [end, count] = [0, 0];
  for (const letter of text) {
    if (count === BRIEF_CHARACTERS) break;
    end += letter.length;
    count += 1;
  }
  if (end === text.length) return text;
  const beginning = text.slice(0, end);
  // A text without any space is cut where it must be.
  return /\s/.test(text[end]!) ? beginning : beginning.replace(/(?<=\s)\S+$/u, '').trimEnd() || beginning;
}
