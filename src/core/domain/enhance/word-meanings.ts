import type { EnhanceOptions } from './enhance-prompt.ts';
import { termsIn } from './film-terms.ts';
import { readIn } from './known-words.ts';

/** A word of a prompt and what it does. */
export interface WordMeaning {
  readonly word: string;
  /** A sentence for a person. */
  readonly does: string;
}

const SLOTS: Readonly<Record<string, string>> = { subject: 'what is seen', colour: 'its colour', size: 'its size', motion: 'how it moves', place: 'the place', time: 'the time of day', weather: 'the weather', camera: 'what the camera does', shot: 'the shot size', second: 'who or what is seen too', second_colour: 'the colour of the second', relation: 'how the two stand to each other' };

/** What the words of a prompt do: as the model's word list has it where there is one, else as terms of film making. */
export function wordMeanings(prompt: string, { dialect, words }: Pick<EnhanceOptions, 'dialect' | 'words'>): WordMeaning[] {
  if (dialect !== 'vocabulary' || !words) return termsIn(prompt).map(({ term, word }) => ({ word, does: term.does }));
  const seen = new Set<string>();
  return readIn(prompt, words).spans.flatMap(({ start, end, kind, slot, value }): WordMeaning[] => {
    const word = prompt.slice(start, end);
    if (kind === 'ignored') return [{ word, does: 'The model does not know it and leaves it out.' }];
    if (slot === undefined || value === undefined) return [];
    const isSecond = seen.has(slot);
    seen.add(slot);
    return [{ word, does: isSecond ? `The model takes one word for ${SLOTS[slot] ?? slot}, and another stands before it.` : `Sets ${SLOTS[slot] ?? slot}: ${value.replaceAll('_', ' ')}.` }];
  });
}
