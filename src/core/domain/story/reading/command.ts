import { tokensOf } from '../english/noun-phrase.ts';
import { isKnownNoun, singularOf } from '../english/nouns.ts';
import { ADVERBS, DETERMINERS, isSmallWord, PREPOSITIONS, PRONOUNS } from '../english/small-words.ts';
import { isAlsoNoun, isBase, isGerund, isPast, isThirdPerson } from '../english/verbs.ts';

/** What somebody is told to do: "put the kettle on". */
export interface Command {
  /** What it is done to, as the sentence goes on: "the kettle on"; empty where it is done to whoever reads. */
  readonly object: string;
}

/** "Stop scrolling": a deed, and another. */
const goesOn = (verb: string, next: string): boolean => isGerund(next) || (/^(?:stop|start|begin|keep|try|quit|avoid|enjoy)$/.test(verb) && /^\p{Ll}{3,}ing$/u.test(next));

/** Reads a sentence whose first word is a deed and no thing; undefined where it is something else. */
export function commandIn(matter: string): Command | undefined {
  const plain = matter.replace(/^(?:please|just|always|never|don['’]t|do not)\s+/i, '');
  const tokens = tokensOf(plain);
  const [verb = '', next = ''] = tokens.map((token) => token.toLowerCase());
  // No noun has an article behind it: "fry the omelette".
  const isDeed = isBase(verb) || (DETERMINERS.has(next) && !isKnownNoun(singularOf(verb)) && /^\p{L}+$/u.test(verb) && !isSmallWord(verb) && !isThirdPerson(verb) && !isPast(verb));
  if (!(verb === 'let' ? next !== '' : isDeed)) return undefined;
  const mayBeThing = verb !== 'let' && (isAlsoNoun(verb) || isKnownNoun(singularOf(verb)));
  const opens = DETERMINERS.has(next) || PRONOUNS.has(next) || goesOn(verb, next) || ADVERBS.has(next) || /^\p{Ll}+ly$/u.test(next) || (PREPOSITIONS.has(next) && !isKnownNoun(singularOf(verb)));
  if (mayBeThing ? !opens : !/^[\p{L}\p{N}]/u.test(next)) return undefined;
  const object = plain.slice(verb.length).replace(/^\s*(?:up|down|out|off|on|away)?\s*/i, '');
  const toReader = PRONOUNS.has(object.split(/\s/)[0]?.toLowerCase() ?? '') && !/^(?:this|that|these|those)\s/i.test(object);
  // "Celebrate 50 years of the fire brigade": it is about the brigade.
  return { object: toReader || goesOn(verb, next) || !names(object) ? '' : object.replace(/^(?:the )?(?:\d+|[a-z]+) (?:years|days|decades|months) of\s+/i, '')  };
}

/** Whether a thing is named at once, and neither how nor where something is done. */
const names = (object: string): boolean => !PREPOSITIONS.has(object.split(/\s/)[0]?.toLowerCase() ?? '') && !/^\p{Ll}+ly\b/u.test(object);

