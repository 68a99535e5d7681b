import type { StorySegment } from '../../../schema/story.ts';
import type { SongSection } from '../story-brief.ts';
import { shareOut } from './share-out.ts';

/**
 * How many frames each segment has, by its weight. Where a song's sections are known, scenes begin where
 * sections do: as many of them as there are sections for.
 */
export function sceneLengths(segments: readonly Pick<StorySegment, 'weight'>[], total: number, sections: readonly SongSection[] = []): number[] {
  const lengths = shareOut(total, segments.map(({ weight }) => weight));
  const starts = [...new Set(sections.map(({ start }) => start))].filter((start) => start > 0 && start < total).sort((a, b) => a - b);
  if (starts.length === 0 || segments.length < 2) return lengths;
  let at = 0;
  const wanted = lengths.slice(0, -1).map((length) => (at += length));
  const cuts = starts.length >= wanted.length ? nearestOf(starts, wanted) : withAll(starts, wanted, total);
  return [...cuts, total].map((cut, i) => cut - (cuts[i - 1] ?? 0));
}

/** For each wanted place one of the starts, in order, each once, so that they are moved least in all. */
function nearestOf(starts: readonly number[], wanted: readonly number[]): number[] {
  // cost[w][s]: the least moved with the first w + 1 places given, the last of them to start s.
  const cost: number[][] = [];
  const from: number[][] = [];
  wanted.forEach((place, w) => {
    cost[w] = [];
    from[w] = [];
    let best = w === 0 ? 0 : Infinity;
    let bestAt = -1;
    starts.forEach((start, s) => {
      cost[w]![s] = best + Math.abs(start - place);
      from[w]![s] = bestAt;
      const before = w === 0 ? undefined : cost[w - 1]![s];
      if (before !== undefined && before < best) [best, bestAt] = [before, s];
    });
  });
  const last = cost.at(-1) as number[];
  const chosen: number[] = [];
  let s = last.indexOf(Math.min(...last));
  for (let w = wanted.length - 1; w >= 0; w -= 1) {
    chosen.unshift(starts[s] as number);
    s = from[w]![s] as number;
  }
  return chosen;
}

/** Every start is one of the places; the other places stay as near to where they are as they can. */
function withAll(starts: readonly number[], wanted: readonly number[], total: number): number[] {
  const places = new Set<number>(starts);
  const open = [...wanted].sort((a, b) => distanceTo(starts, b) - distanceTo(starts, a));
  for (const place of open) {
    if (places.size === wanted.length) break;
    places.add(place);
  }
  for (let frame = 1; places.size < wanted.length && frame < total; frame += 1) places.add(frame);
  return [...places].sort((a, b) => a - b);
}

const distanceTo = (starts: readonly number[], place: number): number => Math.min(...starts.map((start) => Math.abs(start - place)));
