import { readPrompt } from './prompt-words.ts';
import type { Vocabulary } from './vocabulary.ts';

/** The words of a prompt that a model will leave out, each once, as they are written. */
export function unknownWords(prompt: string, vocabulary: Vocabulary, maxTokens?: number): string[] {
  const { spans } = readPrompt(prompt, vocabulary, maxTokens);
  return [...new Set(spans.filter(({ kind }) => kind === 'ignored').map(({ start, end }) => prompt.slice(start, end)))];
}
