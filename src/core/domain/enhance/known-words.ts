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

/** One for each list, so that its vocabulary is kept too. */
const bare = new WeakMap<WordList, WordList>();

/** A list without how two stand to each other: to read prompts that set no two beside each other. */
export function withoutRelations(words: WordList): WordList {
  const before = bare.get(words);
  if (before) return before;
  const list = { ...words, slots: Object.fromEntries(Object.entries(words.slots).filter(([slot]) => slot !== 'relation')) };
  bare.set(words, list);
  return list;
}

/** A prompt as a model with this list reads it. */
export const readIn = (prompt: string, words: WordList): PromptReading => readPrompt(prompt, vocabularyOf(words));
