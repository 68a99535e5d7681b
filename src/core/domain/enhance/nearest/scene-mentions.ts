import { splitWords, type Word } from '../../generate/split-words.ts';
import { phraseAt } from '../../generate/two-subjects.ts';
import type { Phrase, Vocabulary } from '../../generate/vocabulary.ts';
import type { WordList } from '../../../schema/words.ts';
import { nearestAt } from './nearest-words.ts';
import { plainForms } from './plain-forms.ts';

/** Something that a prompt says about a slot. Higher `strength` wins: 3 in the model's own words, 2 by kind, 1 by association. */
export interface Mention {
  readonly slot: string;
  readonly value: string;
  readonly strength: 1 | 2 | 3;
  /** As it is written. */
  readonly from: string;
  /** Lower case, as the model reads it: for `strength` 3 these words can stay. */
  readonly words: string;
  /** Ends the sentence "<word> …"; empty for the model's own words. */
  readonly says: string;
  /** Which stretch it comes from, in order. */
  readonly at: number;
}

/** A run of words that means something together, or a single one that may mean nothing. */
export interface Stretch {
  readonly from: string;
  /** In UTF-16 code units of the prompt. */
  readonly start: number;
  readonly end: number;
  readonly mentions: readonly Mention[];
  /** Only white space stands between it and the stretch before. */
  readonly joins: boolean;
  /** Carries no meaning of its own: articles, prepositions. */
  readonly small: boolean;
  /** `denied`: the prompt says that it is not to be seen; `scenery`: its colour is not the subject's. */
  readonly aside: 'denied' | 'scenery' | null;
}

/** Words without a picture of their own, beside the model's small ones. */
const PLAIN = new Set(
  `a about above after again all almost also although am an and another any are as at be because been before behind being between both but by can could d did do does down
  each either else etc even ever every few for from get gets go had has have having here his hers how if in into is it its itself just let like ll m made many may
  maybe me might mine more most much must my near never no nor not now of off often on once one only onto or other our ours out over own per please quite re
  rather really s same shall should since so some such t than that the their theirs them then there these this those though through till to together too towards
  two three four five toward under until up upon us ve very was were what when where which while who whom whose why will with within without would yet your yours
  scene video clip film movie shot footage show shows picture image frame camera light view`.split(/\s+/),
);

const DENIALS = new Set(['no', 'without', 'never', 'not']);
/** "palette of beige and orange": up to the next stop these are paints, of nothing that is seen. */
const PAINTS = new Set(['palette', 'palettes', 'tones', 'touches', 'shades', 'tints']);
/** More words than any phrase of a model's list has. */
const LONGEST_PHRASE = 8;
/** What a colour before them paints is not the subject. */
const SCENERY = new Set(['place', 'time', 'weather', 'camera', 'shot']);
const SCENERY_WORDS = new Set(['sky', 'skies', 'light', 'lights', 'background', 'horizon', 'glow', 'backdrop']);

/** Reads a prompt from left to right, the longest known phrase first; at one length the model's own words come before the tables. */
export function sceneMentions(prompt: string, vocabulary: Vocabulary, { slots }: WordList): Stretch[] {
  const words = splitWords(prompt);
  const stretches: Stretch[] = [];
  let denies = false;
  let paints = false;
  for (let i = 0; i < words.length;) {
    const own = phraseAt(words, i, vocabulary, namesSubject);
    const table = nearestAt(words, i, vocabulary.takesTwo);
    const form = own || table ? undefined : plainPhrase(words, i, vocabulary);
    const length = Math.max(own?.length ?? 1, table?.length ?? 1, form?.length ?? 1);
    const last = words[i + length - 1] as Word;
    const from = prompt.slice((words[i] as Word).start, last.end);
    const said = words.slice(i, i + length).map(({ text }) => text).join(' ');
    const at = stretches.length;
    const mentions: Mention[] = [];
    if (own && own.length === length) {
      mentions.push({ slot: own.slot, value: own.value, strength: 3, from, words: said, says: '', at });
    }
    if (form) {
      const { slot, value } = form;
      mentions.push({ slot, value, strength: 2, from, words: said, says: `is a form of “${form.words.join(' ')}”`, at });
    }
    for (const { slot, values, says, strength } of table?.length === length ? table.associations : []) {
      const value = values.find((name) => slots[slot]?.[name]?.length);
      if (value === undefined || mentions.some((mention) => mention.slot === slot)) continue;
      // Under the model's own word the tables only add what it brings to mind.
      if (own?.length === length && strength === 'is') continue;
      mentions.push({ slot, value, strength: strength === 'is' ? 2 : 1, from, words: said, says, at });
    }
    const small = mentions.length === 0 && (PLAIN.has(said) || vocabulary.isSmall(said) || table?.associations.length === 0);
    const joins = i > 0 && !/\S/.test(prompt.slice((words[i - 1] as Word).end, (words[i] as Word).start));
    const ends = i + length === words.length || endsThought(prompt, last.end);
    const place = { from, start: (words[i] as Word).start, end: last.end, joins };
    // "a soft film look": how it looks, and nobody who does.
    if (said === 'look' && joins && ends && !stretches.at(-1)?.mentions.some(({ slot }) => slot === 'subject')) stretches.push({ ...place, mentions: [], small: true, aside: null });
    else stretches.push({ ...place, mentions, small, aside: mentions.length === 0 ? null : denies ? 'denied' : paints ? 'scenery' : null });
    if (DENIALS.has(said)) denies = true;
    else if (!small || ends) denies = false;
    if (ends) paints = false;
    else if (PAINTS.has(said)) paints = true;
    i += length;
  }
  return stretches.map((stretch, at) => withoutPaintOfScenery(stretch, stretches[at + 1]));
}

/** The model's own phrase behind a form that it does not know: "walked to the left", "bounced". */
function plainPhrase(words: readonly Word[], at: number, vocabulary: Vocabulary): Phrase | undefined {
  const [word, ...following] = words.slice(at, at + LONGEST_PHRASE) as [Word, ...Word[]];
  for (const text of plainForms(word.text)) {
    const phrase = phraseAt([{ ...word, text }, ...following], 0, vocabulary, namesSubject);
    if (phrase) return phrase;
  }
  return undefined;
}

/** Whether a word names something that can be drawn, in the model's own words or near ones. */
const namesSubject = (words: readonly Word[], at: number, vocabulary: Vocabulary): boolean =>
  vocabulary.longestPhrase(words, at)?.slot === 'subject' || (nearestAt(words, at)?.associations.some(({ slot, strength }) => slot === 'subject' && strength === 'is') ?? false);

/** "a blue sky", "golden light": the colour is not the subject's. */
function withoutPaintOfScenery(stretch: Stretch, next: Stretch | undefined): Stretch {
  if (!next) return stretch;
  const [head] = next.mentions;
  const scenery = SCENERY_WORDS.has(next.from.toLowerCase()) || (head !== undefined && head.strength > 1 && SCENERY.has(head.slot));
  if (!scenery || !stretch.mentions.some(({ slot, strength }) => slot === 'colour' && strength > 1)) return stretch;
  return { ...stretch, aside: stretch.aside ?? 'scenery' };
}

const endsThought = (prompt: string, end: number): boolean => /^\s*[.,;:!?]/.test(prompt.slice(end, end + 4));
