import type { Take } from '../../schema/take.ts';

/** Letters that no decomposition turns into plain ones. */
const PLAIN: Readonly<Record<string, string>> = {
  ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ħ: 'h', ı: 'i', ς: 'σ',
};
const SPECIAL = /[ßæœøłđðþħıς]/g;
const ASCII = /^[\x20-\x7e]*$/;

/** Scripts that put no space between words: there a word may begin anywhere. */
const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;

/** Text as it is compared: small letters without accents, its words each after one space. */
export function fold(text: string): string {
  const small = ASCII.test(text)
    ? text.toLowerCase().replace(/[^a-z0-9]+/g, ' ')
    : text
        .toLowerCase()
        .normalize('NFKD')
        .replace(/\p{M}+/gu, '')
        .toLowerCase()
        .replace(SPECIAL, (letter) => PLAIN[letter]!)
        .replace(/[^\p{L}\p{N}]+/gu, ' ');
  return ` ${small.trim()}`;
}

/** The words that are looked for. Empty when there is nothing to look for. */
export function searchWords(typed: string): readonly string[] {
  return [...new Set(fold(typed).split(' '))].filter((word) => word !== '');
}

/** Whether each word begins a word of the folded text; order does not matter. */
export function hasWords(folded: string, words: readonly string[]): boolean {
  return words.every((word) => folded.includes(UNSPACED.test(word) ? word : ` ${word}`));
}

/** Folding is the slow part, and a take that changes is another object. */
const foldedTakes = new WeakMap<Take, string>();

/** What can be found of a take: its name, its prompt, what it shows, and its tags. */
export function foldedTake(take: Take): string {
  let folded = foldedTakes.get(take);
  if (folded === undefined) {
    // A line break keeps the end of one and the beginning of the next apart.
    folded = fold([take.name ?? '', take.recipe.prompt, take.description?.text ?? '', ...take.tags].join('\n'));
    foldedTakes.set(take, folded);
  }
  return folded;
}
