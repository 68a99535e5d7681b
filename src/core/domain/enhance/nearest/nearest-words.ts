import { splitWords, type Word } from '../../generate/split-words.ts';
import type { Association } from './association.ts';
import { LOOKS_AND_MOVES } from './looks-and-moves.ts';
import { plainForms } from './plain-forms.ts';
import { RELATIONS } from './relations.ts';
import { SETTINGS } from './settings.ts';
import { THINGS, THINGS_OF_COLOUR } from './things.ts';

/** What a stretch of words brings along, and how many words it is. */
export interface Found {
  readonly length: number;
  readonly associations: readonly Association[];
}

/** Phrases whose words mean something else together than apart: nothing is to be drawn for them. */
const IDIOMS = ['all right', 'at last', 'at present', 'present day', 'right away', 'right now', 'slow motion', 'still life', 'time lapse', 'in the end', 'as well', 'of course', 'no longer', 'short film'];

const ONE = [...THINGS, ...THINGS_OF_COLOUR, ...SETTINGS, ...LOOKS_AND_MOVES];
let longest = 1;

/** By the words of a phrase, apart by spaces. */
function indexed(associations: readonly Association[]): Map<string, Association[]> {
  const index = new Map<string, Association[]>();
  for (const association of associations) {
    for (const phrase of association.words) {
      const words = splitWords(phrase).map(({ text }) => text);
      const key = words.join(' ');
      longest = Math.max(longest, words.length);
      index.set(key, [...(index.get(key) ?? []), association]);
    }
  }
  for (const idiom of IDIOMS) index.set(idiom, []);
  return index;
}

const OF_ONE = indexed(ONE);
const OF_TWO = indexed([...ONE, ...RELATIONS]);

/** What the tables say of the longest phrase that begins at word `at`; undefined where they say nothing. `takesTwo`: they also say how two stand. */
export function nearestAt(words: readonly Word[], at: number, takesTwo = false): Found | undefined {
  const index = takesTwo ? OF_TWO : OF_ONE;
  const firsts = plainForms((words[at] as Word).text);
  for (let length = Math.min(longest, words.length - at); length >= 1; length--) {
    const found = keysOf(words.slice(at, at + length), firsts).map((key) => index.get(key)).filter((associations) => associations !== undefined);
    if (found.length > 0) return { length, associations: found.flat() };
  }
  return undefined;
}

/** The phrase as it may stand in a table: its last word plain ("wheat fields"), or its first ("blasted off"). */
function keysOf(words: readonly Word[], firsts: readonly string[]): string[] {
  if (words.length === 1) return [...firsts];
  const texts = words.map(({ text }) => text);
  const lasts = plainForms(texts.at(-1) as string).map((last) => [...texts.slice(0, -1), last].join(' '));
  return [...new Set([...lasts, ...firsts.map((first) => [first, ...texts.slice(1)].join(' '))])];
}

/** Whether a colour word also names a thing: rose, coffee. */
export const isNamedAsThing = (word: string): boolean => THINGS_OF_COLOUR.some(({ words }) => words.includes(word));

/** Every slot and value the tables point to; for the test that a model's list has them. */
export const allAssociations = (): readonly Association[] => [...ONE, ...RELATIONS];
