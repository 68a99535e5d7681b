import { distance } from 'fastest-levenshtein';
import type { WordList } from '../../schema/words.ts';
import { splitWords, type Word } from './split-words.ts';

/** A phrase that names the value of a slot. */
export interface Phrase {
  readonly words: readonly string[];
  readonly length: number;
  readonly slot: string;
  readonly value: string;
}

/** How many nearest words are remembered, so that typing on does not search again. */
const REMEMBERED = 500;

/** What a model knows to read: its words and, where its word list tells, what they mean. */
export class Vocabulary {
  /** Whether its list tells how two subjects stand to each other. */
  readonly takesTwo: boolean;
  readonly #words: ReadonlySet<string>;
  readonly #small: ReadonlySet<string>;
  /** By first word; the longest first. */
  readonly #phrases = new Map<string, Phrase[]>();
  /** What may be suggested. */
  readonly #candidates: readonly string[];
  readonly #nearest = new Map<string, readonly string[]>();

  /**
   * `words`: every word of the tokenizer's vocabulary (special tokens like `[PAD]` are left out).
   * `list`: the slots and small words, where the model has them.
   */
  constructor(words: Iterable<string>, list?: WordList) {
    this.#words = new Set([...words].map((word) => word.toLowerCase()).filter((word) => !word.startsWith('[')));
    this.takesTwo = list?.slots.relation !== undefined;
    this.#small = new Set(list?.small.map((word) => word.toLowerCase()));
    for (const [slot, values] of Object.entries(list?.slots ?? {})) {
      for (const [value, phrases] of Object.entries(values)) {
        for (const phrase of phrases) this.#addPhrase(phrase, slot, value);
      }
    }
    for (const phrases of this.#phrases.values()) phrases.sort((a, b) => b.length - a.length);
    // With a word list only single words with a meaning are worth offering.
    const meaning = [...this.#phrases.values()].flat().filter(({ length }) => length === 1);
    const offered = list ? meaning.map(({ words: [word] }) => word as string) : [...this.#words];
    this.#candidates = [...new Set(offered)].sort();
  }

  has(word: string): boolean {
    return this.#words.has(word);
  }

  isSmall(word: string): boolean {
    return this.#small.has(word);
  }

  /** The longest known phrase that begins at word `at`. */
  longestPhrase(words: readonly Word[], at: number): Phrase | undefined {
    const starting = this.#phrases.get((words[at] as Word).text);
    return starting?.find((phrase) => phrase.words.every((word, i) => words[at + i]?.text === word));
  }

  /** Up to three known words that are spelt nearly so, nearest first; none when nothing is near. */
  nearest(word: string): readonly string[] {
    const before = this.#nearest.get(word);
    if (before) return before;
    const reach = Math.max(1, Math.floor(word.length / 3));
    const near = this.#candidates
      .filter((candidate) => Math.abs(candidate.length - word.length) <= reach)
      .map((candidate) => ({ candidate, steps: typingSteps(word, candidate) }))
      .filter(({ steps }) => steps <= reach)
      .sort((a, b) => a.steps - b.steps)
      .slice(0, 3)
      .map(({ candidate }) => candidate);
    if (this.#nearest.size >= REMEMBERED) this.#nearest.clear();
    this.#nearest.set(word, near);
    return near;
  }

  #addPhrase(text: string, slot: string, value: string): void {
    const words = splitWords(text).map((word) => word.text);
    const [first] = words;
    if (first === undefined) return;
    const phrase = { words, length: words.length, slot, value };
    const starting = this.#phrases.get(first);
    if (starting) starting.push(phrase);
    else this.#phrases.set(first, [phrase]);
  }
}

/** Edits from one word to another; letters that changed places ("bule") count as one slip, not two. */
function typingSteps(typed: string, known: string): number {
  const steps = distance(typed, known);
  return steps === 2 && letters(typed) === letters(known) ? 1 : steps;
}

const letters = (word: string): string => [...word].sort().join('');
