import type { NewStory, Pacing } from '../../schema/story.ts';
import type { Dice } from './dice.ts';
import { isHeld } from './reading/hero.ts';
import type { BriefReading } from './reading/read-brief.ts';
import { leastParts, STRUCTURES } from './structures/all.ts';
import type { Structure } from './structures/structure.ts';
import { type Look, LOOKS, type Tone, TONES } from './world/looks.ts';

/** By what a story was made: a dramatic structure, or a model. */
export const structureOf = ({ writer }: Pick<NewStory, 'writer'>): string => (writer.kind === 'built-in' ? writer.structure : writer.model);

/** How a story is going to be told. */
export interface StoryPlan {
  readonly structure: Structure;
  /** How many segments. */
  readonly count: number;
  readonly tone: Tone;
  readonly pacing: Pacing;
  readonly look: Look;
}

/** Shorter than this a part is over before it is understood. Seconds. */
const SHORTEST_PART = 1.5;

/** The plan that fits a brief best beside the stories that are there. */
export function choosePlan(reading: BriefReading, before: readonly NewStory[], chance: Dice): StoryPlan {
  const most = Math.max(5, Math.floor(reading.seconds / SHORTEST_PART));
  const structures = STRUCTURES.filter(({ kinds }) => kinds.includes(reading.kind));
  let best: StoryPlan | undefined;
  let least = Infinity;
  for (const structure of chance.shuffled(structures)) {
    for (const pacing of chance.shuffled(structure.pacings)) {
      const fewest = leastParts(structure);
      for (let count = fewest; count <= Math.min(most, structure.parts.length); count += 1) {
        const worth = strain({ structure, pacing, count }, reading, before) + (structure.parts.length - count) * 0.4 + chance.next();
        if (worth >= least) continue;
        least = worth;
        const tone = toneFor(structure, reading, before, chance);
        best = { structure, pacing, count, tone, look: lookFor(tone, reading, before, chance) };
      }
    }
  }
  return best as StoryPlan;
}

/** What speaks against a plan: what the stories before it have already, and what the brief did not ask for. */
function strain({ structure, pacing, count }: Pick<StoryPlan, 'structure' | 'pacing' | 'count'>, { cues, kind, time, claims, hero }: BriefReading, before: readonly NewStory[]): number {
  const taken = (is: (story: NewStory) => boolean, weight: number): number => before.filter(is).length * weight;
  let strain = taken((story) => structureOf(story) === structure.name, 40) + taken((story) => story.pacing === pacing, 16) + taken(({ segments }) => segments.length === count, 12);
  if (cues.pacing && cues.pacing !== pacing && !before.some((story) => story.pacing === cues.pacing)) strain += 6;
  if (structure.kinds[0] !== kind) strain += 2;
  if (structure.id === 'dawn-to-night' && time !== null) strain += 8;
  if (structure.id === 'list-of-three' && claims.length < 2) strain += 3;
  if (structure.id === 'hand-to-hand' && !(hero && isHeld(hero))) strain += 60;
  if ((structure.id === 'countdown' || structure.id === 'detail-to-whole') && hero !== null && hero.kind !== 'something') strain += 5;
  return strain;
}

/** Tones that a brief does not want that asks for one. */
const AGAINST: Readonly<Record<string, readonly string[]>> = {
  playful: ['melancholy', 'dark', 'epic'],
  calm: ['bold', 'dark'],
  warm: ['dark'],
  bold: ['melancholy', 'calm', 'tender'],
  dark: ['playful', 'warm', 'tender', 'hopeful'],
  melancholy: ['playful', 'bold', 'proud'],
  elegant: ['playful'],
};

function toneFor(structure: Structure, { cues }: BriefReading, before: readonly NewStory[], chance: Dice): Tone {
  const taken = new Set(before.map(({ tone }) => tone));
  const free = (ids: readonly string[]): Tone[] => TONES.filter(({ id, words }) => ids.includes(id) && !taken.has(words));
  const asked = free(cues.tones);
  // Nobody who asks for a laugh wants a sigh.
  const fits = ({ id }: Tone): boolean => !cues.tones.some((asked) => AGAINST[asked]?.includes(id));
  const own = free(structure.tones).filter(fits);
  const any = TONES.filter(({ words }) => !taken.has(words)).sort((a, b) => Number(fits(b)) - Number(fits(a))).filter((tone, _, all) => fits(tone) === fits(all[0] as Tone));
  return chance.pick([asked, own, any, TONES].find((tones) => tones.length > 0) as Tone[]);
}

function lookFor(tone: Tone, { kind }: BriefReading, before: readonly NewStory[], chance: Dice): Look {
  const fits = LOOKS.filter(({ kinds }) => kinds === undefined || kinds.includes(kind));
  const isTaken = ({ prompt }: Look): boolean => before.some(({ visualStyle }) => visualStyle.includes(prompt));
  const free = fits.filter((look) => !isTaken(look));
  const liked = free.filter(({ tones }) => tones.includes(tone.id));
  return chance.pick([liked, free, fits].find((looks) => looks.length > 0) as Look[]);
}
