import type { NounPhrase } from '../english/noun-phrase.ts';
import { isKnownNoun, MASS } from '../english/nouns.ts';
import { article, clipped, sentence } from '../english/sentences.ts';
import { conjugate, isPast, isThirdPerson } from '../english/verbs.ts';
import type { Hero } from './hero.ts';

/** How something came about: "made of cork". */
export const MADE = /^(?:made|built|designed|brewed|roasted|grown|baked|crafted|powered|woven|knitted|printed|glazed|fired|sewn)\s+(?:by|in|with|of|from|to|at|for|on|without|out|slowly|entirely|locally)\b/i;

/** A deed that is told without its doer, as a sentence of the hero; undefined where it would not agree. */
export function toldOf(hero: Hero | null, deed: string): string | undefined {
  if (!hero) return undefined;
  const plain = deed[0]!.toLowerCase() + deed.slice(1);
  if (MADE.test(plain)) return sentence(`${hero.the} ${hero.plural ? 'are' : 'is'} ${plain}`);
  if (/^with(out)? /.test(plain)) return sentence(`${hero.the} ${conjugate('come', hero.plural)} ${plain}`);
  return hero.plural ? undefined : sentence(`${hero.the} ${plain}`);
}

/** Without the capital that is only the sentence's. */
export const uncapital = (words: string): string => (/^\p{Lu}\p{Ll}/u.test(words) && !/^\S+ \p{Lu}/u.test(words) ? words[0]!.toLowerCase() + words.slice(1) : words);

/** Without what brands say of themselves. */
export const withoutPraise = (words: string): string => words.replace(/^(?:(?:very|brand|new|newest|latest|amazing|great|awesome|best|own|next|upcoming|innovative|revolutionary)\s+)+(?=\S)/i, '');
/** Without stops at its end. */
export const plainEnd = (text: string): string => clipped(text.trim().replace(/[.!?;:,\s]+$/u, ''), 160);

/** "robot learns to dance" as a sentence: "a robot learns to dance". */
export function withArticle({ determiner, plural, isName, head }: NounPhrase, matter: string): string {
  const needs = determiner === null && !plural && !isName && isKnownNoun(head) && !MASS.has(head);
  return needs ? `${article(matter)} ${uncapital(matter)}` : matter;
}

/** "She left.": short, and a sentence. */
export const isShort = ([, verb = '', ...rest]: readonly string[]): boolean => /^[.!]$/.test(rest.at(-1) ?? '') && (isPast(verb.toLowerCase()) || isThirdPerson(verb.toLowerCase()));
