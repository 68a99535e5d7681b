import { IDEAS, isKnownNoun, isPlural, PEOPLE, singularOf } from './nouns.ts';
import { ADVERBS, AUXILIARIES, CONJUNCTIONS, DETERMINERS, PREPOSITIONS, PRONOUNS } from './small-words.ts';
import { isAlsoNoun, isBase, isGerund, isPast, isThirdPerson } from './verbs.ts';

/** A thing that a sentence names: "the old keeper of the light". Words as they are written. */
export interface NounPhrase {
  readonly determiner: string | null;
  /** Without the determiner. */
  readonly words: string;
  /** The word that says what it is, in lower case. */
  readonly head: string;
  readonly plural: boolean;
  /** Written as a name. */
  readonly isName: boolean;
  /** How many tokens it takes. */
  readonly length: number;
}

/** Words and stops of a sentence, in order. */
export const tokensOf = (sentence: string): string[] => sentence.match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:[-'’.&/][\p{L}\p{N}][\p{L}\p{M}\p{N}]*)*[%°]?|[^\s\p{L}\p{N}]/gu) ?? [];

const isWord = (token: string | undefined): token is string => token !== undefined && /^[\p{L}\p{N}]/u.test(token);
const isCapital = (token: string): boolean => /^\p{Lu}/u.test(token);
const closed = (word: string): boolean =>
  PREPOSITIONS.has(word) || AUXILIARIES.has(word) || CONJUNCTIONS.has(word) || PRONOUNS.has(word) || (ADVERBS.has(word) && !['home', 'late', 'early', 'fast', 'hard', 'high', 'low', 'far', 'outside', 'inside', 'alone', 'today', 'tomorrow', 'back'].includes(word));

/** A phrase longer than this is hardly one. Words. */
const LONGEST = 7;

/** The noun phrase that begins at a token; undefined where none does. */
export function nounPhraseAt(tokens: readonly string[], at: number): NounPhrase | undefined {
  const first = tokens[at];
  if (!isWord(first)) return undefined;
  let i = at;
  let determiner: string | null = null;
  if (DETERMINERS.has(first.toLowerCase())) {
    determiner = first.toLowerCase();
    i += 1;
    // "all the birds", "one of the boys": not worth the risk.
    const next = tokens[i]?.toLowerCase();
    if (next !== undefined && DETERMINERS.has(next) && !/^(one|two|three|four|five|six|seven|eight|nine|ten|few|many)$/.test(next)) return undefined;
  } else if (closed(first.toLowerCase())) return undefined;
  const words: string[] = [];
  while (isWord(tokens[i]) && words.length < LONGEST) {
    const token = tokens[i] as string;
    const word = token.toLowerCase();
    if (closed(word) || (words.length > 0 && DETERMINERS.has(word) && !/^\d/.test(word))) break;
    if (words.length > 0 && isVerbAfter(words, determiner, tokens, i, at)) break;
    words.push(token);
    i += 1;
  }
  while (words.length > 1 && ((/ly$/.test(words.at(-1) as string) && !isCapital(words.at(-1) as string)) || ADVERBS.has((words.at(-1) as string).toLowerCase())) && !isKnownNoun((words.at(-1) as string).toLowerCase())) {
    words.pop();
    i -= 1;
  }
  const last = words.at(-1);
  if (last === undefined) return undefined;
  const head = last.toLowerCase();
  if (!isKnownNoun(singularOf(head)) && determiner === null && words.length === 1 && (isPast(head) || /ly$/.test(head))) return undefined;
  const isName = determiner === null && words.every((word, n) => isCapital(word) || /^\d/.test(word) || (n > 0 && /^(of|the|and|de|von|van)$/.test(word))) && (at > 0 || words.length > 1 || !isKnownNoun(singularOf(head)));
  let text = words.join(' ');
  const other = tokens[i + 1];
  if (isName && words.length === 1 && tokens[i]?.toLowerCase() === 'and' && other !== undefined && isCapital(other) && !closed(other.toLowerCase()) && !isKnownNoun(singularOf(other.toLowerCase()))) {
    return { determiner: null, words: `${text} and ${other}`, head, plural: true, isName, length: i + 2 - at };
  }
  // "the ruins of a city", "a cup of tea": one step further.
  if (tokens[i]?.toLowerCase() === 'of' && !isName) {
    const of = nounPhraseAt(tokens, i + 1);
    if (of) {
      text = `${text} of ${of.determiner === null ? '' : `${of.determiner} `}${of.words}`;
      i += 1 + of.length;
    }
  }
  const plural = !isName && (/^(two|three|four|five|six|seven|eight|nine|ten|twelve|many|few|several|both|all|these|those)$/.test(determiner ?? '') || /^(\d\d*|two|three|four|five|six|seven|eight|nine|ten)$/.test(words[0] as string) && words[0] !== '1' || (isPlural(head) && !/^(a|an|this|that|each|every|one)$/.test(determiner ?? '')));
  return { determiner, words: text, head, plural, isName, length: i - at };
}

/** Whether the token at `i` says what those before it do. */
function isVerbAfter(words: readonly string[], determiner: string | null, tokens: readonly string[], i: number, start: number): boolean {
  const word = (tokens[i] as string).toLowerCase();
  const next = tokens[i + 1]?.toLowerCase();
  const before = (words.at(-1) as string).toLowerCase();
  const opens = next !== undefined && (DETERMINERS.has(next) || PRONOUNS.has(next) || ADVERBS.has(next) || PREPOSITIONS.has(next) || /ly$/.test(next));
  const stops = next === undefined || !isWord(next);
  const nounBefore = isKnownNoun(singularOf(before)) || isCapital(words.at(-1) as string);
  const single = /^(a|an|every|each|this|that|one)$/.test(determiner ?? '') && !isPlural(before);
  if (isThirdPerson(word)) {
    if (!isAlsoNoun(word)) return true;
    if (single) return nounBefore || opens || stops;
    const firmlyOpens = next !== undefined && (DETERMINERS.has(next) || PRONOUNS.has(next) || ADVERBS.has(next) || /ly$/.test(next));
    return firmlyOpens || (nounBefore && (opens || stops) && (determiner === 'the' || PEOPLE.has(before) || (isCapital(words.at(-1) as string) && start === 0)));
  }
  // An unknown word that ends like a deed, after one thing: "a zorble glims at the moon".
  if (single && nounBefore && /[^su]s$/.test(word) && opens && !isKnownNoun(singularOf(word))) return true;
  if (isGerund(word)) return nounBefore && opens && !IDEAS.has(word);
  if (isPast(word)) return nounBefore && (opens || stops);
  // "two old friends play chess"
  if (isBase(word) && isPlural(before)) return !isAlsoNoun(word) || opens || (PEOPLE.has(singularOf(before)) && !stops);
  return false;
}
