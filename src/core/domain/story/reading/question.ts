import { type NounPhrase, nounPhraseAt, tokensOf } from '../english/noun-phrase.ts';
import { isKnownNoun, isPlural, singularOf } from '../english/nouns.ts';
import { sentence } from '../english/sentences.ts';
import { isBase } from '../english/verbs.ts';
import { isIdea } from './hero.ts';
import { plainEnd } from './phrasing.ts';

/** A question that a film answers, and what it is about; that is undefined where it can only be asked. */
export interface Question {
  readonly asked: string;
  readonly about: NounPhrase | undefined;
}

/** "How do vaccines work?", "how to plant tomatoes on a balcony"; undefined where a sentence asks nothing. */
export function questionIn(matter: string): Question | undefined {
  if (/^how to\s+\S/i.test(matter)) {
    const tokens = tokensOf(matter);
    return { asked: plainEnd(matter.replace(/^h/, 'H')), about: phrasesFrom(tokens, 3)[0] };
  }
  if (!/\?["'”’]*$/.test(matter) && !/^(how|why|what|who|when|where)\b.*\b(do|does|is|are|can|did|works?|happens?)\b/i.test(matter)) return undefined;
  const tokens = tokensOf(matter);
  const verb = tokens.findIndex((token) => /^(do|does|is|are|can|did|should|we|you)$/i.test(token));
  const asked = sentence(matter.replace(/[.!?]*$/, '?').replace(/^(how|why|what|who|when|where)/i, (word) => word.toLowerCase()), 200);
  return { asked, about: phrasesFrom(tokens, Math.max(1, verb + 1)).map(withoutVerb)[0] };
}

/** The things that are named from a token on, without what somebody does: "does it mean to forgive". */
function phrasesFrom(tokens: readonly string[], from: number): NounPhrase[] {
  return tokens.flatMap((token, at) => {
    const phrase = at < from ? undefined : nounPhraseAt(tokens, at);
    if (!phrase || phrase.determiner !== null) return phrase ?? [];
    const before = tokens[at - 1]?.toLowerCase() ?? '';
    const afterSomebody = /^(?:i|it|we|you|they|he|she|one)$/.test(before);
    const isDeed = (afterSomebody && (!isIdea(phrase) || isBase(token.toLowerCase()))) || (before === 'to' && isBase(token.toLowerCase()) && !isKnownNoun(singularOf(token)));
    return isDeed ? [] : phrase;
  });
}

/** "vaccines work" in a question: the vaccines. */
function withoutVerb(phrase: NounPhrase): NounPhrase {
  const words = phrase.words.split(' ');
  if (words.length < 2 || !isBase(words.at(-1) as string)) return phrase;
  const head = (words.at(-2) as string).toLowerCase();
  return { ...phrase, words: words.slice(0, -1).join(' '), head, plural: isPlural(head) };
}
