import type { NewStory } from '../../schema/story.ts';
import { structureOf } from './choose-plan.ts';

/** How different two stories are: 0 the same, 1 in everything. Half of it is how they are told, half what is seen in them. */
export function storyDistance(a: NewStory, b: NewStory): number {
  const told = [structureOf(a) !== structureOf(b), a.tone !== b.tone, a.pacing !== b.pacing, a.segments.length !== b.segments.length, a.visualStyle !== b.visualStyle];
  return (told.filter(Boolean).length / told.length + seenApart(a, b)) / 2;
}

/** The share of what happens, three words at a time, that only one of two stories has. */
export function seenApart(a: NewStory, b: NewStory): number {
  const [mine, theirs] = [threesOf(a), threesOf(b)];
  const all = new Set([...mine, ...theirs]);
  if (all.size === 0) return 0;
  return 1 - [...mine].filter((three) => theirs.has(three)).length / all.size;
}

function threesOf({ segments }: NewStory): Set<string> {
  const words = segments.flatMap(({ happens }) => happens.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);
  return new Set(words.slice(2).map((word, i) => `${words[i]} ${words[i + 1]} ${word}`));
}
