import { article, capital } from '../english/sentences.ts';
import { ANIMALS, IDEAS, isKnownNoun, MASS, PEOPLE, PLACES, SERVICES, singularOf, THINGS } from '../english/nouns.ts';
import type { NounPhrase } from '../english/noun-phrase.ts';

/**
 * What a film is about, as it can be filmed: `someone` acts, `something` is looked at and used, `somewhere`
 * is a place, a `service` is seen on a screen or a sign.
 */
export type HeroKind = 'someone' | 'something' | 'somewhere' | 'service';

/** What a film is about, in the words that sentences need. */
export interface Hero {
  readonly kind: HeroKind;
  /** When it is first seen: "a red balloon". */
  readonly a: string;
  /** From then on: "the red balloon". */
  readonly the: string;
  /** "the balloon". */
  readonly short: string;
  /** As it is seen in a picture: "a phone with the app on it". */
  readonly seen: string;
  readonly plural: boolean;
  /** The word that says what it is, one of them; empty where nobody knows. */
  readonly head: string;
  /** What kind of thing bears the name: "a lamp"; empty where it has none, or nobody knows. */
  readonly what: string;
  readonly isName: boolean;
}

const SCREENS = /^(app|application|website|site|platform|software|game|tool|plugin|assistant|course|class|webinar|newsletter|podcast|subscription|system|solution|service|network|cloud)$/;
const GATHERINGS = /^(festival|event|conference|concert|exhibition|fair|race|marathon|tournament|workshop|school|academy|studio|clinic|gym)$/;

/** Services that are things to those who use them. */
const GOODS = /^(product|brand|collection|range|line|series)$/;
/** A house of trade in one word: a bookshop. */
const HOUSE = /^\p{L}{3,}(?:shop|store|hall|stall|salon)$/u;

export function kindOf(head: string): HeroKind {
  const one = singularOf(head);
  if (PEOPLE.has(one) || ANIMALS.has(one)) return 'someone';
  if (GATHERINGS.test(one) || PLACES.has(one) || PLACES.has(head) || HOUSE.test(one)) return 'somewhere';
  if (SERVICES.has(one)) return GOODS.test(one) ? 'something' : 'service';
  return 'something';
}

/** What an unknown word without an article ends in that names no thing: "serendipity". */
const ABSTRACT = /^\p{L}{3,}(?:ity|ism|hood|tion|(?<!(?:lio|gover|baro|wit|har|wilder)n)ness)$/u;

export const isIdea = ({ head, isName, determiner }: NounPhrase): boolean => !isName && (IDEAS.has(singularOf(head)) || (determiner === null && !isKnownNoun(head) && ABSTRACT.test(head)));

/** A name that says itself what it is: Bakery Lund, Hotel Miramar. */
const namesPlace = (name: string): boolean => name.split(' ').some((word) => PLACES.has(word.toLowerCase()) || GATHERINGS.test(word.toLowerCase()));

/** The hero that a noun phrase names, with its own name where it has one. */
export function heroOf(phrase: NounPhrase, name: string | null = null): Hero {
  const { determiner, words, head, plural } = phrase;
  const isPair = phrase.isName && plural;
  const one = singularOf(head);
  const bare = name ?? (phrase.isName ? words : null);
  const known = isKnownNoun(one);
  const kind = isPair ? 'someone' : bare !== null && !known && namesPlace(bare) ? 'somewhere' : kindOf(head);
  const mass = MASS.has(one) && !plural;
  const own = /^(my|your|his|her|our|their|its)$/.test(determiner ?? '');
  const counted = determiner !== null && !/^(a|an|the|this|that|these|those|every|each|any|some|another|no|all|both)$/.test(determiner) && !own;
  const plain = counted ? `${determiner} ${words}` : words;
  // "Grandpa's garden" has its article in it.
  const owned = determiner === null && /^\S+['’]s\s/u.test(words);
  const the = bare ?? (owned ? capital(plain) : `the ${plain}`);
  const proper = !bare && words.includes(' ') && words.split(' ').every(isProper);
  const a = bare ? bare : proper || owned ? the : plural ? plain : mass ? (determiner === null || own ? words : `the ${words}`) : !known && determiner !== 'a' && determiner !== 'an' ? `the ${words}` : `${article(words)} ${words}`;
  const short = (bare ? THINGS.has(one) : known && !isProper(words.split(' ').at(-1) as string)) && head !== '' ? `the ${head}` : the;
  const seen = kind !== 'service' ? the : SCREENS.test(one) ? `a phone with ${bare ?? the} on its screen` : `a sign that ${bare ? `says ${bare}` : `tells of ${the}`}`;
  return { kind, a, the, short, seen, plural: isPair || (plural && bare === null), head: known ? one : '', what: bare && known && !phrase.isName ? (plural ? words : `${article(words)} ${words}`) : '', isName: bare !== null };
}

/** Whether hands can take it: a thing, and not one of which only the name is known. */
export const isHeld = ({ kind, isName, what, head }: Hero): boolean => kind === 'something' && (!isName || what !== '' || head !== '');

/** For a product that nothing is known of: there is only one. */
export const THE_PRODUCT: Hero = { ...heroOf({ determiner: 'the', words: 'product', head: 'product', plural: false, isName: false, length: 2 }), a: 'the product' };

function isProper(word: string): boolean {
  return /^\p{Lu}/u.test(word);
}
