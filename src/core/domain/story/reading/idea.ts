import { type NounPhrase, nounPhraseAt, tokensOf } from '../english/noun-phrase.ts';
import { isKnownNoun, MASS, singularOf } from '../english/nouns.ts';
import { article } from '../english/sentences.ts';
import { isIdea } from './hero.ts';

/** Of these, what they are of is told with them: "the history of the bicycle". */
const WHOLE = /^(?:history|discovery|invention|evolution|future|culture)$/;

/** Of a phrase, only what can be filmed. */
function filmed(phrase: NounPhrase | undefined): NounPhrase | undefined {
  const one = phrase && singularOf(phrase.head);
  return phrase && one && (phrase.isName || isKnownNoun(one)) && !MASS.has(one) && !isIdea(phrase) ? { ...phrase, determiner: phrase.determiner === 'one' ? 'a' : phrase.determiner } : undefined;
}

/** What cannot be filmed, and whose it is where that can: "the loneliness of an old fisherman". */
export function ideaOf({ determiner, words, head }: NounPhrase): { readonly theme: string; readonly whose: NounPhrase | undefined } {
  const owned = /^(.+?)['’]s\s+(.+)$/u.exec(words);
  if (owned) return { theme: `${article(owned[2] as string)} ${(owned[2] as string).toLowerCase()}`, whose: filmed(nounPhraseAt(tokensOf(`${determiner ?? ''} ${owned[1]}`), 0)) };
  const [idea = '', ...of] = words.split(/ of /i);
  const phrase = WHOLE.test(head) ? undefined : nounPhraseAt(tokensOf(of.join(' of ')), 0);
  const whose = filmed(phrase);
  const kept = /^an?$/.test(determiner ?? '') || (determiner === 'the' && of.length > 0) ? `${determiner} ` : '';
  return { theme: `${kept}${(whose ? idea : words).toLowerCase()}`, whose };
}
