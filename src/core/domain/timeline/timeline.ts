import type { ClipContent } from '../../schema/clip.ts';
import type { Transition } from '../../schema/transition.ts';

/** What of a clip makes its place. Frames. */
export type Piece = Pick<ClipContent, 'length' | 'gap' | 'transition'>;

/** Where a clip lies in the film: frames from `start` up to, not including, `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A clip's place, and how many frames it shares with the clip before it. */
export interface Placement extends Span {
  readonly overlap: number;
}

/** How many frames a transition asks two clips to share. */
const wantedOverlap = ({ transition }: Piece): number => (showsBoth(transition) ? transition.frames : 0);

/** Whether a transition shows both clips at once, so that they overlap by its length. */
export const showsBoth = (transition: Transition): transition is Exclude<Transition, { kind: 'cut' | 'fade' }> =>
  transition.kind !== 'cut' && transition.kind !== 'fade';

/**
 * Where the clips of a film lie, from their order, lengths, gaps and transitions. Nothing overlaps but
 * by a transition. A transition that does not fit is shortened: each clip keeps a frame of its own
 * between the one that leads into it and the one that leads out, and black before a clip lets nothing
 * overlap. So every list of clips has one layout, also one that two people made apart.
 */
export function layOut(pieces: readonly Piece[]): Placement[] {
  const placements: Placement[] = [];
  let end = 0;
  let before: Piece | undefined;
  let overlapBefore = 0;
  for (const piece of pieces) {
    const overlap =
      before && piece.gap === 0
        ? Math.max(0, Math.min(wantedOverlap(before), before.length - overlapBefore - 1, piece.length - 1))
        : 0;
    const start = end + piece.gap - overlap;
    end = start + piece.length;
    placements.push({ start, end, overlap });
    before = piece;
    overlapBefore = overlap;
  }
  return placements;
}

/** The film's length in frames. */
export const totalLength = (pieces: readonly Piece[]): number => layOut(pieces).at(-1)?.end ?? 0;

/** The longest dissolve or wipe that fits after the clip at `index`, beside the transitions around it; 0 where none does. */
export function longestOverlap(pieces: readonly Piece[], index: number): number {
  const piece = pieces[index];
  const next = pieces[index + 1];
  if (!piece || !next || next.gap > 0) return 0;
  const into = layOut(pieces.slice(0, index + 1)).at(-1)?.overlap ?? 0;
  const out = layOut(pieces.slice(index + 1, index + 3))[1]?.overlap ?? 0;
  return Math.max(0, Math.min(piece.length - into, next.length - out) - 1);
}

/** The place among the spans, in order, that shows a frame: the last that has it, -1 where it is black. */
export function placeAt(spans: readonly Span[], frame: number): number {
  return spans.findLastIndex(({ start, end }) => start <= frame && frame < end);
}

/**
 * The start nearest to `at` where `length` frames are free, the earlier of two as near. `taken` is in
 * order. After the last clip there is always room.
 */
export function nearestFreePlace(taken: readonly Span[], length: number, at: number): number {
  let nearest = Infinity;
  let free = 0;
  for (const { start, end } of [...taken, { start: Infinity, end: Infinity }]) {
    if (start - free >= length) {
      const candidate = Math.min(Math.max(at, free), start - length);
      if (Math.abs(candidate - at) < Math.abs(nearest - at)) nearest = candidate;
    }
    free = Math.max(free, end);
  }
  return nearest;
}

/** The point nearest to a frame, no more than `reach` away; the frame itself where there is none. */
export function snapTo(frame: number, points: readonly number[], reach: number): number {
  let nearest = frame;
  let least = reach + 1;
  for (const point of points) {
    const distance = Math.abs(point - frame);
    if (distance < least || (distance === least && point < nearest)) [nearest, least] = [point, distance];
  }
  return nearest;
}

/** What things snap to: the start and end of the film and of each span, and the given places; in order, each once. */
export const snapPoints = (spans: readonly Span[], places: readonly number[]): number[] =>
  [...new Set([0, ...spans.flatMap(({ start, end }) => [start, end]), ...places])].sort((a, b) => a - b);
