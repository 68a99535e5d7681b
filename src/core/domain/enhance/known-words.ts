import type { WordList } from '../../schema/words.ts';
import { type PromptReading, readPrompt } from '../generate/prompt-words.ts';
import { splitWords } from '../generate/split-words.ts';
import { Vocabulary } from '../generate/vocabulary.ts';

/** One for each list: building it is more work than a translation. */
const kept = new WeakMap<WordList, Vocabulary>();

/** The vocabulary of a list alone: the words of its phrases and its small ones. */
export function vocabularyOf(words: WordList): Vocabulary {
  const before = kept.get(words);
  if (before) return before;
  const phrases = Object.values(words.slots).flatMap((values) => Object.values(values).flat());
  const vocabulary = new Vocabulary([...phrases.flatMap((phrase) => splitWords(phrase).map(({ text }) => text)), ...words.small], words);
  kept.set(words, vocabulary);
  return vocabulary;
}

/** A prompt as a model with this list reads it. */
export const readIn = (prompt: string, words: WordList): PromptReading => readPrompt(prompt, vocabularyOf(words));
