import { singularOf } from '../english/nouns.ts';
import type { Dice } from '../dice.ts';
import type { BriefReading } from '../reading/read-brief.ts';
import { SCENERIES } from './sceneries.ts';
import { ANY_TRADE, TRADES } from './trades.ts';
import type { Scenery, Trade } from './world.ts';

const sets = new Map<string, ReadonlySet<string>>();
function setOf(words: string): ReadonlySet<string> {
  const known = sets.get(words) ?? new Set(words.split(' '));
  sets.set(words, known);
  return known;
}

/** How strongly a brief speaks for some words: what it is about counts most. */
function pull(reading: BriefReading, words: ReadonlySet<string>, place: string): number {
  const has = (word: string): boolean => words.has(word) || words.has(singularOf(word));
  const heroWords = reading.hero ? `${reading.hero.the} ${reading.hero.head}`.toLowerCase().split(/[\s-]+/) : [];
  const placeWords = place.toLowerCase().split(/[\s-]+/);
  return reading.words.filter(has).length + 3 * heroWords.filter(has).length + 10 * placeWords.filter(has).length;
}

/** The corner of life that a brief speaks of; any where it speaks of none. */
export function tradeOf(reading: BriefReading): Trade {
  const ranked = TRADES.map((trade) => ({ trade, pull: pull(reading, setOf(trade.words), '') })).sort((a, b) => b.pull - a.pull);
  const [best] = ranked;
  return best && best.pull > 0 ? best.trade : ANY_TRADE;
}

/** The kind of place that a brief speaks of; one by chance where it speaks of none. */
export function sceneryOf(reading: BriefReading, chance: Dice): Scenery {
  const ranked = SCENERIES.map((scenery) => ({ scenery, pull: pull(reading, setOf(scenery.words), reading.place ?? '') })).sort((a, b) => b.pull - a.pull);
  const [best] = ranked;
  return best && best.pull > 0 ? best.scenery : chance.pick(SCENERIES.filter(({ id }) => ['sea', 'city', 'forest', 'field', 'room', 'road'].includes(id)));
}

/** Whether the brief speaks of a kind of place at all. */
export const isSaid = (reading: BriefReading, scenery: Scenery): boolean => pull(reading, setOf(scenery.words), reading.place ?? '') > 0;

const ON = /\b(street|road|highway|motorway|iceberg|square|beach|coast|shore|field|roof|rooftop|terrace|balcony|bridge|platform|ridge|path|planet|track|plain|pass|island|table|sofa|windowsill|stage|hill|farm|mountain|ship|train|boat|bench|lake|river|moon|mars|earth|snowfield|drive|rooftops|hillside|riverbank|shelf)\b/i;
const AT = /\b(desk|station|airport|window|harbour|harbor|sea|door|counter|edge of)\b/i;

/** A place as something is in it: "on a wide empty beach". */
export function placed(place: string): string {
  const head = place.split(/\s(?:of|with|under|between|behind|after|before|in|above|by|from|to|through|at|on)\s/i)[0] as string;
  const word = head.split(' ').at(-1) as string;
  const binds = ON.test(word) ? 'on' : AT.test(word) || /^(?:home|school|church)$/i.test(place) ? 'at' : 'in';
  return `${binds} ${place}`;
}
