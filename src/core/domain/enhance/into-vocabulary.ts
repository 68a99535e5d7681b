import type { WordList } from '../../schema/words.ts';
import { SAID_AS } from '../generate/two-subjects.ts';
import { chooseMentions } from './nearest/choose-mentions.ts';
import { vocabularyOf, withoutRelations } from './known-words.ts';
import { isNamedAsThing } from './nearest/nearest-words.ts';
import { plainWords, sayScene } from './nearest/say-scene.ts';
import { type Mention, type Stretch, sceneMentions } from './nearest/scene-mentions.ts';

/** A word of the prompt that another stands in for; `from` is empty for a subject that nobody named. */
export interface WordChange {
  readonly from: string;
  readonly to: string;
  /** What it sets: subject, colour, place, relation … */
  readonly slot: string;
  /** A sentence for a person. */
  readonly why: string;
}

/** A word that is left out, and a sentence that says why. */
export interface IgnoredWord {
  readonly from: string;
  readonly why: string;
}

export interface Translation {
  /** Only words that the list has. */
  readonly text: string;
  readonly changes: readonly WordChange[];
  readonly ignored: readonly IgnoredWord[];
}

/** How much of a prompt is read, in UTF-16 code units: far more than any scene that a model draws. */
const READ = 4_000;

/**
 * Free text as the nearest scene that a model with a word list can draw: one subject with its colour, size
 * and motion, one place, time of day, weather, camera move and shot size. A second subject with its colour is there
 * where the list tells how two stand to each other and the prompt says it of two, or names another in the list's own
 * words beside the first ("a ball and a box"). A subject is always given; nothing else is there that the prompt does
 * not say or bring to mind.
 */
export function intoVocabulary(prompt: string, words: WordList): Translation {
  const { scene, changes, ignored } = translate(prompt, words);
  return { text: sayScene(scene, vocabularyOf(words), words), changes, ignored };
}

/** All that is found on the way to a translation. */
export function translate(prompt: string, words: WordList) {
  const { stretches, chosen } = readScene(prompt.slice(0, READ), words);
  const changes: WordChange[] = [];
  const place = chosen.get('place')?.value ?? '';
  const given = chosen.has('subject') ? undefined : defaultSubject(place, words);
  const scene = new Map<string, { value: string; words: string | null }>();
  if (given) scene.set('subject', { value: given, words: null });
  for (const slot of ORDER) {
    const mention = chosen.get(slot);
    if (mention) scene.set(slot, { value: mention.value, words: isOwn(mention) ? mention.words : null });
  }
  for (const slot of ORDER) {
    const mention = chosen.get(slot);
    const to = mention && plainWords(slot, mention.value, words, scene.get('subject')?.value);
    if (mention && to && !isOwn(mention)) changes.push({ from: mention.from, to, slot, why: whySwapped(mention, to) });
  }
  if (given) {
    const to = plainWords('subject', given, words);
    changes.unshift({ from: '', to, slot: 'subject', why: `Nothing named in the prompt can be drawn as a subject, and a picture needs one: “${to}” stands in.` });
  }
  return { stretches, chosen, given, scene, changes, ignored: ignoredWords(stretches, chosen, words) };
}

/** What a prompt says, and what of it is drawn. Where that is no pair, its words are read as by a model that knows none: "running from the rain" is running. */
function readScene(prompt: string, words: WordList): { stretches: readonly Stretch[]; chosen: ReadonlyMap<string, Mention> } {
  const vocabulary = vocabularyOf(words);
  const stretches = sceneMentions(prompt, vocabulary, words);
  const chosen = chooseMentions(stretches, vocabulary.takesTwo);
  if (!vocabulary.takesTwo) return { stretches, chosen };
  if (!chosen.has('second')) return readScene(prompt, withoutRelations(words));
  return { stretches: stretches.map((stretch, at) => (chosen.get('relation')?.at === at ? stretch : withoutRelation(stretch))), chosen };
}

function withoutRelation(stretch: Stretch): Stretch {
  const mentions = stretch.mentions.filter(({ slot }) => slot !== 'relation');
  return { ...stretch, mentions, small: stretch.small || (mentions.length === 0 && stretch.mentions.length > 0) };
}

/** Whether the words can stay as they are: a "rose tree" is said plainer as a pink one. */
export const isOwn = ({ strength, slot, words }: Mention): boolean => strength === 3 && !((SAID_AS[slot] ?? slot) === 'colour' && isNamedAsThing(words));

function whySwapped({ from, says, strength, slot }: Mention, to: string): string {
  if (!says) return `“${from}” is read as a colour: “${to}”.`;
  return strength === 1 && (SAID_AS[slot] ?? slot) !== 'subject' ? `“${from}” ${says}, so the ${SLOT_NAMES[slot] ?? slot} is “${to}”.` : `“${from}” ${says}. The nearest that this model draws is “${to}”.`;
}

/** The order in which slots are told about. */
const ORDER = ['subject', 'colour', 'size', 'relation', 'second', 'second_colour', 'motion', 'place', 'time', 'weather', 'camera', 'shot'];

const SLOT_NAMES: Record<string, string> = { motion: 'movement', time: 'time of day', camera: 'camera move', shot: 'shot size', second: 'second subject', second_colour: 'colour of the second subject' };

function ignoredWords(stretches: readonly Stretch[], chosen: ReadonlyMap<string, Mention>, words: WordList): IgnoredWord[] {
  const ignored = new Map<string, IgnoredWord>();
  stretches.forEach(({ from, mentions, small, aside }, at) => {
    if (small || [...chosen.values()].some((mention) => mention.at === at)) return;
    // What is said already in other words is not lost.
    if (!aside && mentions.some(({ slot, value }) => [...chosen.values()].some((kept) => (SAID_AS[kept.slot] ?? kept.slot) === slot && kept.value === value))) return;
    const key = from.toLowerCase();
    if (!ignored.has(key)) ignored.set(key, { from, why: whyIgnored(from, mentions, aside, chosen, words) });
  });
  return [...ignored.values()];
}

function whyIgnored(from: string, [mention]: readonly Mention[], aside: Stretch['aside'], chosen: ReadonlyMap<string, Mention>, { slots }: WordList): string {
  if (!mention) return `This model draws nothing that is near “${from}”.`;
  if (aside === 'scenery') return `“${from}” colours something else than the subject, and the model colours only that.`;
  if (aside) return `The prompt says that “${from}” is not there. Naming it would draw it.`;
  const second = chosen.get('second');
  const kept = chosen.get(mention.slot) ?? (mention.slot === 'colour' ? chosen.get('second_colour') : undefined);
  if (mention.slot === 'subject' && second) return `The model takes two subjects, and “${kept?.from}” and “${second.from}” come first.`;
  const name = SLOT_NAMES[mention.slot] ?? mention.slot;
  if (!kept) return `“${from}” belongs to something else than the ${second ? 'first ' : ''}subject.`;
  return `The model takes one ${name}${takes(mention.slot, slots, second)}, and “${kept.from}” comes first.`;
}

/** What the model takes more of one slot than one. */
function takes(slot: string, slots: WordList['slots'], second: Mention | undefined): string {
  if (slot === 'subject' && slots.relation) return ', or two where the prompt says how the first stands to the second';
  return slot === 'colour' && second ? ' for each subject' : '';
}

/** Who or what is seen where the prompt names nothing that can be drawn: what belongs to the place. */
function defaultSubject(place: string, { slots }: WordList): string | undefined {
  const values = Object.entries(slots.subject ?? {}).filter(([, phrases]) => phrases.length > 0).map(([value]) => value);
  const liked = { sea: 'boat', space: 'rocket', city: 'car', forest: 'tree', mountains: 'bird', desert: 'person', snow: 'person', grass: 'tree', room: 'person', underwater: 'fish', clouds: 'bird' }[place] ?? 'person';
  return values.includes(liked) ? liked : values[0];
}
