import type { ClipContent } from '../../schema/clip.ts';
import type { ClipId } from '../../schema/project-ids.ts';
import { nearestIn } from './beat-grid.ts';
import type { PlacedClip } from './cut.ts';

/** A clip as it would lie. Frames. */
export interface NewPlace extends Pick<ClipContent, 'length' | 'gap' | 'sourceStart'> {
  readonly id: ClipId;
}

/** A cut that would move: from which frame to which. */
export interface MovedCut {
  /** The clip that begins there. */
  readonly id: ClipId;
  readonly from: number;
  readonly to: number;
}

export interface CutPlan {
  readonly moves: readonly MovedCut[];
  /** Cuts that are on a beat already, and those with none in reach. */
  readonly onBeat: number;
  readonly outOfReach: number;
  /** All clips, where any moves. */
  readonly places: readonly NewPlace[];
}

/** What each clip must keep for itself beside its transitions, in frames. */
const LEAST = 2;

/**
 * Rolls each cut onto the nearest beat within `reach` frames: one clip becomes as much longer as its
 * neighbour becomes shorter, so that nothing else moves and the film stays as long as it is. A cut with
 * a dissolve lies in its middle. A clip whose start moves shows the same pictures at the same time,
 * where its take reaches so far.
 */
export function snapCuts(cut: readonly PlacedClip[], beats: readonly number[], reach: number): CutPlan {
  const starts = cut.map(({ place }) => place.start);
  const moves: MovedCut[] = [];
  let onBeat = 0;
  let outOfReach = 0;
  for (const [i, { clip, place }] of cut.entries()) {
    const before = cut[i - 1];
    if (!before) continue;
    const middle = place.start + Math.floor(place.overlap / 2);
    const beat = nearestIn(beats, middle);
    const by = (beat ?? Infinity) - middle;
    if (by === 0) onBeat += 1;
    else if (Math.abs(by) > reach || !hasRoom(cut, starts, i, by)) outOfReach += 1;
    else {
      starts[i] = place.start + by;
      moves.push({ id: clip.id, from: middle, to: middle + by });
    }
  }
  return { moves, onBeat, outOfReach, places: moves.length > 0 ? placesFor(cut, starts) : [] };
}

/** Whether both neighbours of a cut stay long enough for their transitions. */
function hasRoom(cut: readonly PlacedClip[], starts: readonly number[], i: number, by: number): boolean {
  const one = cut[i]!;
  const start = one.place.start + by;
  const own = one.place.end - start >= one.place.overlap + (cut[i + 1]?.place.overlap ?? 0) + LEAST;
  const before = cut[i - 1]!;
  // Black before a clip is taken, not the clip before it.
  if (one.clip.gap > 0) return own && start >= before.place.end;
  return own && start + one.place.overlap - starts[i - 1]! >= before.place.overlap + one.place.overlap + LEAST;
}

/** Lengths and gaps with which the clips begin at these frames; each ends where the next begins, black stays black. */
function placesFor(cut: readonly PlacedClip[], starts: readonly number[]): NewPlace[] {
  let end = 0;
  return cut.map(({ clip, place }, i) => {
    const next = cut[i + 1];
    const start = starts[i]!;
    const until = next && next.clip.gap === 0 ? starts[i + 1]! + next.place.overlap : place.end;
    const gap = clip.gap > 0 || i === 0 ? start - end : 0;
    end = until;
    return { id: clip.id, length: until - start, gap, sourceStart: Math.max(0, clip.sourceStart + start - place.start) };
  });
}

/**
 * Times all clips anew: borders on bars or beats, shares as they are now, black closed, all of it
 * together exactly `target` frames. No clip keeps less than half its share, but for transitions that
 * leave no room. Where there are fewer places than clips, each goes to the nearest border; the others stay.
 * Undefined where the clips do not fit into so few frames.
 */
export function timeToGrid(cut: readonly PlacedClip[], grid: readonly number[], target: number): readonly NewPlace[] | undefined {
  const shared = (i: number): number => cut[i]?.place.overlap ?? 0;
  const shares = cut.map(({ place }, i) => place.end - place.start - shared(i + 1));
  const whole = sumOf(shares);
  // From one border to the next there is room for the transition in, and something of the clip's own.
  const fewest = cut.map((_, i) => shared(i) + 1);
  if (cut.length === 0 || target < sumOf(fewest)) return undefined;
  const halves = fewest.map((few, i) => Math.max(few, Math.floor((target * shares[i]!) / whole / 2)));
  const needs = sumOf(halves) <= target ? halves : fewest;
  const wished = shares.map((_, i) => Math.round((target * sumOf(shares.slice(0, i + 1))) / whole));
  const scarce = grid.filter((frame) => frame > 0 && frame < target).length < cut.length - 1;
  const borders = [0];
  let left = sumOf(needs);
  for (const [i, wish] of wished.entries()) {
    left -= needs[i]!;
    const [least, most] = [borders[i]! + needs[i]!, target - left];
    const nearer = (frame: number, other: number): boolean => Math.abs(frame - other) < Math.abs(frame - wish);
    const mayEndOn = (frame: number): boolean => frame >= least && frame <= most && !(scarce && (nearer(frame, wished[i - 1] ?? 0) || nearer(frame, wished[i + 1] ?? target)));
    const wanted = Math.max(least, Math.min(most, wish));
    borders.push(i === cut.length - 1 ? target : (nearestIn(grid.filter(mayEndOn), wanted) ?? wanted));
  }
  return cut.map(({ clip }, i) => ({ id: clip.id, gap: 0, sourceStart: clip.sourceStart, length: borders[i + 1]! - borders[i]! + shared(i + 1) }));
}

const sumOf = (frames: readonly number[]): number => frames.reduce((sum, one) => sum + one, 0);

/** How long a film that is timed to its song is to be, in frames: as wished, else as its song, as briefs are read; `songEnd` is 0 without one. */
export const lengthToFill = (wished: number | null, songEnd: number, now: number): number => wished ?? (songEnd > 0 ? songEnd : now);
