import { splitWords } from '../../generate/split-words.ts';
import { nearestAt } from './nearest-words.ts';

/** Words of the first model whose list names things by themselves; the tables leave them to it. */
const PLAIN_THINGS = new Set(
  'ball box star triangle heart ring balloon boat ship rocket spaceship bird eagle fish tree oak house cottage car taxi van person man woman boy girl child people'.split(' '),
);

/** The word that a prompt is about, as far as the tables tell: the first that names somebody or something, of nouns side by side the last. */
export function subjectWord(prompt: string): string | undefined {
  const words = splitWords(prompt);
  const names = (at: number): boolean => {
    const word = words[at];
    if (!word) return false;
    return PLAIN_THINGS.has(word.text) || (nearestAt(words, at)?.associations.some(({ slot, strength }) => slot === 'subject' && strength === 'is') ?? false);
  };
  let at = words.findIndex((word, i) => word.text.length > 2 && names(i));
  while (at >= 0 && names(at + 1) && prompt.slice(words[at]?.end, words[at + 1]?.start).trim() === '') at += 1;
  return words[at]?.text;
}
