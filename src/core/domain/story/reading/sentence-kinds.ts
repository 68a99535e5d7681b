import { clauseOf } from '../english/clause.ts';
import { type NounPhrase, nounPhraseAt, tokensOf } from '../english/noun-phrase.ts';
import { isKnownNoun, singularOf } from '../english/nouns.ts';
import { isAlsoNoun } from '../english/verbs.ts';
import { kindOf } from './hero.ts';

/** When and where, before what happens: "After the war, ". */
export const OPENING = /^(?:in|on|at|by|after|before|during|one|under|over|deep in|high above|every|when|while|as|far)\b[^,.]{2,60},\s+/i;

/** "An old captain tells a story.": it happens, whatever it is that is told. */
export function isDeedOfSomebody(matter: string): boolean {
  const clause = clauseOf(matter.replace(OPENING, ''));
  return clause !== undefined && clause.form === 'present' && kindOf(clause.subject.head) === 'someone' && !/^(?:viewers?|audience|people|customers?|users?)$/.test(clause.subject.head);
}

/** "A bus stop.", "Two umbrellas, one of them red.": a thing to be seen, and no more said of it. */
export const isPicture = ({ determiner, head, length }: NounPhrase, tokens: readonly string[]): boolean =>
  determiner !== null && /^(?:an?|two|three|four|five|six|seven|eight|nine|ten|twelve|many|several)$/.test(determiner) && (isKnownNoun(singularOf(head)) || isAlsoNoun(head)) && /^(?:[.,…]|with|in|on|at|of|under|full|made)?$/.test(tokens[length]?.toLowerCase() ?? '');

/** "dog, park, frisbee, sunset": at least three things and nothing between them; undefined where it is something else. */
export function bareList(main: string): readonly NounPhrase[] | undefined {
  const parts = main.replace(/[.!]+$/, '').split(/,\s*(?:and\s+)?|\s+and\s+/);
  if (parts.length < 3) return undefined;
  const phrases = parts.map((part) => {
    const tokens = tokensOf(part);
    const phrase = nounPhraseAt(tokens, 0);
    return phrase && phrase.length === tokens.length && tokens.length <= 3 ? phrase : undefined;
  });
  return phrases.every((phrase) => phrase !== undefined) ? phrases : undefined;
}
