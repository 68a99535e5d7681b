import { type NounPhrase, nounPhraseAt, tokensOf } from './noun-phrase.ts';
import { ADVERBS, AUXILIARIES } from './small-words.ts';
import { isBase, isGerund, isPast, isThirdPerson } from './verbs.ts';
import { isPlural } from './nouns.ts';

/** Who or what does something, and what. */
export interface Clause {
  readonly subject: NounPhrase;
  /** All that follows the subject, from its verb on; without the stop. */
  readonly does: string;
  /** How it is told: "drifts over a city", "drifting over a city", "is a lamp", "lost in the woods". */
  readonly form: 'present' | 'gerund' | 'is' | 'past';
}

/** Reads a sentence as a clause: a noun phrase, and what it does; undefined where it is something else. */
export function clauseOf(sentence: string): Clause | undefined {
  const text = sentence.replace(/[.!?。！？…]+["'”’]*$/u, '').trim();
  const tokens = tokensOf(text);
  const subject = nounPhraseAt(tokens, 0);
  if (!subject) return undefined;
  let at = subject.length;
  // "Aurora, a lamp that …" and lists are no clauses.
  while (at < tokens.length && (ADVERBS.has((tokens[at] as string).toLowerCase()) || /^\p{Ll}+ly$/u.test(tokens[at] as string))) at += 1;
  const verb = tokens[at]?.toLowerCase();
  if (verb === undefined) return undefined;
  const form = formOf(verb, subject);
  if (!form) return undefined;
  return { subject, does: after(text, tokens, subject.length), form };
}

function formOf(verb: string, subject: NounPhrase): Clause['form'] | undefined {
  if (AUXILIARIES.has(verb)) return 'is';
  if (isThirdPerson(verb) && !subject.plural) return 'present';
  if (isBase(verb) && subject.plural) return 'present';
  if (isGerund(verb)) return 'gerund';
  if (isPast(verb)) return 'past';
  if (!subject.plural && /[^su]s$/.test(verb) && !isPlural(subject.head) && subject.determiner !== null) return 'present';
  return undefined;
}

/** The part of a text from its token number `from` on, as it is written. */
export function after(text: string, tokens: readonly string[], from: number): string {
  let at = 0;
  for (let i = 0; i < from; i += 1) at = text.indexOf(tokens[i] as string, at) + (tokens[i] as string).length;
  return text.slice(at).trim();
}
