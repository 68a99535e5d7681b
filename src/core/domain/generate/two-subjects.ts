import type { PromptSpan } from './prompt-span.ts';
import type { Word } from './split-words.ts';
import type { Phrase, Vocabulary } from './vocabulary.ts';

/** What is said of a second subject, and the slot whose words say it. */
export const SAID_AS: Readonly<Record<string, string | undefined>> = { second: 'subject', second_colour: 'colour' };

/** A word or phrase in a row of them, and what it sets. */
export interface Piece {
  /** Lower case. */
  readonly text: string;
  readonly slot?: string | undefined;
}

/** Between two of whom nothing is said of how they stand. */
const LINKS = new Set(['and', 'with', 'next', 'beside', 'near', 'by']);
/** What may stand between a link and the subject that it leads to. */
const DESCRIBING = new Set(['colour', 'size', 'motion']);
/** "A box that is blue", "a box in blue". */
const TELLING = new Set(['that', 'which', 'is', 'in']);

/** The place of the phrase or word that links the subject at a place to another before it: "left of", "and". Below zero where none does. */
export function linkBefore(pieces: readonly Piece[], subject: number): number {
  for (let at = subject - 1; at > 0; at--) {
    const { slot, text } = pieces[at] as Piece;
    // "A red and white bird": that joins colours.
    const isLink = slot === undefined && LINKS.has(text) && !(pieces[at - 1]?.slot === 'colour' && pieces[at + 1]?.slot === 'colour');
    if (slot === 'relation' || isLink) return at;
    if (slot !== undefined && !DESCRIBING.has(slot)) break;
  }
  return -1;
}

/** Whether a colour at a place is that of the subject behind a link: "a blue box", "a box that is blue". */
export function isColourOfSecond(pieces: readonly Piece[], at: number, link: number, subject: number): boolean {
  if (link < 0 || pieces[at]?.slot !== 'colour') return false;
  return at < subject ? at > link : pieces.slice(subject + 1, at).every(({ text }) => TELLING.has(text));
}

/**
 * The spans of a prompt with what they say of a second subject: another one than the first, which a relation ("left of")
 * or a word such as "and" links to it. A relation that stands between no two of them means little.
 */
export function readTwo(spans: readonly PromptSpan[], prompt: string): PromptSpan[] {
  const pieces = spans.map(({ start, end, kind, slot }): Piece => ({ slot, text: kind === 'ignored' ? '' : prompt.slice(start, end).toLowerCase() }));
  const first = spans.find(({ slot }) => slot === 'subject');
  const second = spans.findIndex(({ slot, value }) => slot === 'subject' && value !== first?.value);
  const link = linkBefore(pieces, second);
  return spans.map((span, at): PromptSpan => {
    const { start, end, slot, suggestions } = span;
    if (slot === 'relation' && at !== link) return { start, end, kind: 'small', suggestions };
    if (at === second && link >= 0) return { ...span, slot: 'second' };
    return isColourOfSecond(pieces, at, link, second) ? { ...span, slot: 'second_colour' } : span;
  });
}

/** The longest phrase that begins at word `at`, without what it takes of how two stand: of "rolls to the left of a box" only "rolls". */
export function phraseAt(words: readonly Word[], at: number, vocabulary: Vocabulary, namesSubject = isSubject): Phrase | undefined {
  const phrase = vocabulary.longestPhrase(words, at);
  const end = at + (phrase?.length ?? 0);
  for (let i = at + 1; i < end; i++) {
    const inner = vocabulary.longestPhrase(words, i);
    if (inner?.slot === 'relation' && i + inner.length > end && leadsToSubject(words, i + inner.length, vocabulary, namesSubject)) return vocabulary.longestPhrase(words.slice(0, i), at);
  }
  return phrase;
}

function leadsToSubject(words: readonly Word[], from: number, vocabulary: Vocabulary, namesSubject: typeof isSubject): boolean {
  for (let i = from; i < words.length;) {
    if (namesSubject(words, i, vocabulary)) return true;
    const phrase = vocabulary.longestPhrase(words, i);
    if (phrase ? !DESCRIBING.has(phrase.slot) : !vocabulary.isSmall((words[i] as Word).text)) return false;
    i += phrase?.length ?? 1;
  }
  return false;
}

const isSubject = (words: readonly Word[], at: number, vocabulary: Vocabulary): boolean => vocabulary.longestPhrase(words, at)?.slot === 'subject';
