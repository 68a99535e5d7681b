import { type NounPhrase, nounPhraseAt, tokensOf } from '../english/noun-phrase.ts';
import { PLACES, singularOf } from '../english/nouns.ts';

const BINDS = /^(in|on|at|over|through|across|along|into|inside|outside|above|near|by|around|from|to|towards|of|onto|under|between|behind)$/i;

/** What stands behind a preposition, in order. */
export function boundPhrases(text: string): NounPhrase[] {
  const tokens = tokensOf(text);
  return tokens.flatMap((token, at) => (BINDS.test(token) ? (nounPhraseAt(tokens, at + 1) ?? []) : []));
}

export const isPlace = ({ head }: NounPhrase): boolean => PLACES.has(singularOf(head)) || PLACES.has(head);

/** Places that are named without an article. */
const BARE = /^(?:space|orbit|earth|downtown|home|school|church|prison|bed)$/i;

/** A place in words that stand alone: "the old house", never "her old house". */
export const placeWords = ({ determiner, words, isName }: NounPhrase): string =>
  isName || (determiner === null && BARE.test(words)) ? words : `${determiner ?? 'the'} ${words}`.replace(/^(his|her|their|its|my|our|your|every|each|some|any|this|that|no|another) /, 'the ');

/** Where a sentence says that it happens; null where it does not. */
export function placeIn(text: string): string | null {
  const place = boundPhrases(text).find(isPlace);
  return place ? placeWords(place) : null;
}

const NO_REGION = /^(?:january|february|march|april|may|june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday|english|german|french|spanish|italian|instagram|tiktok|youtube|google|\d.*)$/i;

/** Whether a name is said to be where something happens: "in Lisbon". */
export const isRegion = ({ words }: NounPhrase, text: string): boolean => !NO_REGION.test(words) && text.includes(`in ${words}`);
