import type { NewStory } from '../../schema/story.ts';
import { dice, seedOf } from './dice.ts';
import { choosePlan } from './choose-plan.ts';
import { readBrief } from './reading/read-brief.ts';
import type { StoryBrief } from './story-brief.ts';
import { tellStory } from './tell-story.ts';

interface WriteOptions {
  /** How many; three are put before people. */
  readonly count: number;
  /** An unsigned 32-bit integer; the same gives the same stories. */
  readonly seed: number;
  /** Stories that are there already: these will differ from them. */
  readonly unlike?: readonly NewStory[];
}

/**
 * Stories for a brief, by rules alone: no model is asked. The brief's own sentences are woven in; what it
 * names and where it plays choose the rest. Up to three differ from each other in structure, tone, pacing
 * and number of segments.
 */
export function writeStories(brief: StoryBrief, { count, seed, unlike = [] }: WriteOptions): NewStory[] {
  const reading = readBrief(brief);
  const written: NewStory[] = [];
  for (let i = 0; i < count; i += 1) {
    const chance = dice((seed ^ seedOf(`${i} ${brief.text}`)) >>> 0);
    const before = [...unlike, ...written];
    const plan = choosePlan(reading, before, chance);
    written.push(tellStory(reading, plan, brief.lyrics, new Set(before.map(({ title }) => title.toLowerCase())), chance));
  }
  return written;
}
