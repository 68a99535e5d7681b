import { expect, it } from 'vitest';
import type { Pacing, StorySegment } from '../../schema/story.ts';
import { storyDifferences } from './story-differences.ts';

const part: StorySegment = { name: 'A', happens: 'It happens.', place: '', role: null, weight: 1 };
const story = (tone: string, pacing: Pacing, segments: number) => ({ tone, pacing, segments: Array.from({ length: segments }, () => part) });

it('marks what no other story has', () => {
  const found = storyDifferences([story('calm', 'slow', 3), story('Calm ', 'quick', 4), story('wry', 'quick', 5)]);
  expect(found.map((set) => [...set])).toEqual([['pacing', 'segments'], ['segments'], ['tone', 'segments']]);
  expect(storyDifferences([story('calm', 'slow', 3), story('calm', 'slow', 3)]).map((set) => set.size)).toEqual([0, 0]);
});

it('marks nothing where there is nothing to compare', () => {
  expect(storyDifferences([story('calm', 'slow', 3)]).map((set) => set.size)).toEqual([0]);
  expect(storyDifferences([])).toEqual([]);
});
