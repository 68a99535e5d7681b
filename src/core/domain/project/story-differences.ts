import type { Pacing, StoryContent } from '../../schema/story.ts';

/** What tells stories apart at a glance. */
export interface StoryMarks {
  readonly tone: string;
  readonly pacing: Pacing;
  /** How many. */
  readonly segments: number;
}

export type MarkName = keyof StoryMarks;

export const marksOf = ({ tone, pacing, segments }: Pick<StoryContent, 'tone' | 'pacing' | 'segments'>): StoryMarks => ({ tone, pacing, segments: segments.length });

/** For each story, in order, what of it no other one has. */
export function storyDifferences(stories: readonly Pick<StoryContent, 'tone' | 'pacing' | 'segments'>[]): readonly ReadonlySet<MarkName>[] {
  const marks = stories.map(marksOf);
  const alike = (name: MarkName, a: StoryMarks, b: StoryMarks): boolean =>
    name === 'tone' ? a.tone.trim().toLowerCase() === b.tone.trim().toLowerCase() : a[name] === b[name];
  return marks.map(
    (own) => new Set(marks.length < 2 ? [] : (['tone', 'pacing', 'segments'] as const).filter((name) => !marks.some((other) => other !== own && alike(name, own, other)))),
  );
}
