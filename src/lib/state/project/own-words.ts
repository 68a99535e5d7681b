import { intoVocabulary } from '#core/domain/enhance/into-vocabulary.ts';
import type { WordList } from '#core/schema/words.ts';

/** Translations are the same while the film is: each prompt is translated once. */
const MOST = 2_000;
const known = new WeakMap<WordList, Map<string, string>>();

/** Puts prompts into the words of a model. */
export function ownWords(words: WordList): (prompt: string) => string {
  const said = known.get(words) ?? new Map<string, string>();
  known.set(words, said);
  return (prompt) => {
    const text = said.get(prompt) ?? intoVocabulary(prompt, words).text;
    if (said.size === MOST) said.clear();
    said.set(prompt, text);
    return text;
  };
}
