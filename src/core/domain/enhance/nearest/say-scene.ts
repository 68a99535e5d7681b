import { readPrompt } from '../../generate/prompt-words.ts';
import { splitWords } from '../../generate/split-words.ts';
import { SAID_AS } from '../../generate/two-subjects.ts';
import type { Vocabulary } from '../../generate/vocabulary.ts';
import type { WordList } from '../../../schema/words.ts';

/** What is to be drawn: for each slot a value and, where a person's own words can stay, those. */
export type Scene = ReadonlyMap<string, { readonly value: string; readonly words: string | null }>;

/** How each kind of subject moves, where it has a way of its own. */
const GAIT: Record<string, string> = { person: 'walks', car: 'drives', boat: 'sails', bird: 'flies', rocket: 'flies', fish: 'swims', ball: 'rolls', ring: 'rolls', balloon: 'drifts' };

/** Words for a place that are said without an article, or tell what it is like. */
const BARE = /^(at|by|among|between|through|inside|indoors|under|underwater|beneath|above|over|high|in|outer|deep|downtown|sandy|snowy|icy|urban|alpine|cosmic|indoor|arctic)\b/;

/** Between two of whom nothing is said of how they stand. */
const BESIDE = 'next to';

/** How many words a model with a list reads at least. */
const READ = 32;

/**
 * A short sentence in words that the list has, one phrase a slot. Phrases can run into each other ("moves"
 * and "by the window" read as "moves by"): plainer ways to say it are tried until the model reads what is meant.
 */
export function sayScene(scene: Scene, vocabulary: Vocabulary, list: WordList): string {
  const said = (own: boolean) => phrasesOf(scene, list, own);
  const tries = [sentence(said(true), scene, vocabulary), sentence(said(false), scene, vocabulary), listed(said(true)), listed(said(false))];
  return tries.find((text) => reads(text, scene, vocabulary)) ?? (tries.at(-1) as string);
}

/** The words for a value where nobody chose any. */
export function plainWords(slot: string, value: string, { slots }: WordList, subject?: string): string {
  const phrases = slots[SAID_AS[slot] ?? slot]?.[value] ?? [];
  const gait = GAIT[subject ?? ''] ?? 'moves';
  const ways: Record<string, string[]> = {
    right: [gait, 'moves'],
    left: [`${gait} to the left`, 'moves to the left'],
    up: ['rises'],
    down: ['falls'],
    bounce: [subject === 'person' ? 'jumps' : 'bounces'],
    grow: ['grows'],
    shrink: ['shrinks'],
    spin: ['spins'],
    day: ['by day'],
    still: [subject === 'person' ? 'stands still' : 'stays still'],
    clear: ['clear sky'],
    static: ['static camera'],
    close_up: ['close-up'],
    medium: ['medium shot'],
    wide: ['wide shot'],
  };
  const liked = [...(ways[value] ?? []), value, value.replaceAll('_', ' ')];
  return liked.find((phrase) => phrases.includes(phrase)) ?? phrases[0] ?? '';
}

const phrasesOf = (scene: Scene, list: WordList, own: boolean): Map<string, string> =>
  new Map([...scene].map(([slot, { value, words }]) => [slot, (own && words) || plainWords(slot, value, list, scene.get('subject')?.value)]));

function sentence(said: Map<string, string>, scene: Scene, vocabulary: Vocabulary): string {
  const thing = (...slots: string[]) => {
    const words = slots.map((slot) => said.get(slot) ?? '').filter(Boolean).join(' ');
    const article = words === '' || words.endsWith('s') ? '' : /^[aeio]/.test(words) ? 'an' : 'a';
    return [article, words];
  };
  const place = said.get('place') ?? '';
  const time = said.get('time') ?? '';
  const weather = said.get('weather') ?? '';
  const clauses = [
    [...thing('size', 'colour', 'subject'), ...(said.has('second') ? [said.get('relation') ?? BESIDE, ...thing('second_colour', 'second')] : []), said.get('motion') ?? '', ...(place && !BARE.test(place) ? [placeLead(place), withoutArticle(place)] : [])],
    ...(place && BARE.test(place) ? [[place]] : []),
    [timeLead(time), time],
    [/(y|ing|s|clear|skies|sky)$/.test(weather) || weather.startsWith('in ') ? '' : weather ? 'in the' : '', weather],
    ...[...said].filter(([slot]) => !SPOKEN.has(slot)).map(([, phrase]) => [phrase]),
    [said.get('camera') ?? ''],
    [said.get('shot') ?? ''],
  ];
  const known = (part: string) => part.split(' ').every((word) => vocabulary.has(word)) || splitWords(part).length > 0 && splitWords(part).every(({ text }) => vocabulary.has(text));
  return capital(clauses.map((parts) => parts.filter((part) => part !== '' && known(part)).join(' ')).filter(Boolean).join(', '));
}

const SPOKEN = new Set(['subject', 'colour', 'size', 'second', 'second_colour', 'relation', 'motion', 'place', 'time', 'weather', 'camera', 'shot']);

function listed(said: Map<string, string>): string {
  const { subject, colour, size, relation = BESIDE, second_colour, second, ...rest } = Object.fromEntries(said);
  const between = second === undefined ? [] : [relation, second_colour, second];
  return capital([subject, colour, size, ...between, ...Object.values(rest)].filter(Boolean).join(', '));
}

function placeLead(place: string): string {
  if (/^(space|orbit)$/.test(place)) return 'in';
  if (/(grass|lawn|hills?|road|moon|planet|snow|ice|beach|coast|shore|peaks?|summit|cliffs|tundra)$/.test(place)) return 'on the';
  return /(sea|seas|seaside|bay|harbou?r|lake|oceans?|water|waves|castles?|palace|fortress|citadel|fort)$/.test(place) ? 'at the' : 'in the';
}

const withoutArticle = (phrase: string): string => phrase.replace(/^the /, '');

function timeLead(time: string): string {
  if (/^(night|dusk|dawn|noon|midday|midnight|sunset|sunrise|twilight|nightfall|sundown|daybreak)$/.test(time)) return 'at';
  return /^(afternoon|morning|evening|early morning|daytime|dark|darkness|moonlight|sunshine)$/.test(time) ? 'in the' : '';
}

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

/** Whether the model reads exactly the scene, and every word of it. */
function reads(text: string, scene: Scene, vocabulary: Vocabulary): boolean {
  const { spans, understood } = readPrompt(text, vocabulary, READ);
  return spans.every(({ kind }) => kind !== 'ignored') && understood.size === scene.size && [...scene].every(([slot, { value }]) => understood.get(slot) === value);
}
