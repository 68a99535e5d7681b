import type { Transition } from '../../schema/transition.ts';
import { longestOverlap, type Piece } from './timeline.ts';

/**
 * The longest transition of this kind that fits after the clip at `index`, in frames; 0 where the clips
 * are too short for any, undefined where it needs a clip that follows directly and none does.
 */
export function transitionRoom(pieces: readonly Piece[], index: number, transition: Exclude<Transition, { kind: 'cut' }>): number | undefined {
  const piece = pieces[index];
  const next = pieces[index + 1];
  if (!piece) return undefined;
  if (transition.kind !== 'fade') return next && next.gap === 0 ? longestOverlap(pieces, index) : undefined;
  if (transition.direction === 'out') return piece.length;
  if (!next) return undefined;
  // A fade through black takes its first half from one clip and its second from the next.
  return transition.direction === 'in' ? next.length : 2 * Math.min(piece.length, next.length);
}

/** What is offered where none has been chosen yet, where it fits. Frames. */
const FIRST_LENGTH = 12;

/** A transition of another kind, as long as the one before where that fits. */
export function ofKind(kind: Transition['kind'], pieces: readonly Piece[], index: number): Transition {
  const before = pieces[index]?.transition;
  if (kind === 'cut') return { kind };
  const frames = before && before.kind !== 'cut' ? before.frames : FIRST_LENGTH;
  const wanted: Exclude<Transition, { kind: 'cut' }> =
    kind === 'fade' ? { kind, frames, direction: pieces[index + 1] ? 'through' : 'out' } : kind === 'wipe' || kind === 'push' ? { kind, frames, direction: 'left' } : { kind, frames };
  return { ...wanted, frames: Math.max(1, Math.min(frames, transitionRoom(pieces, index, wanted) ?? frames)) };
}

/** How many frames of a clip come out of black and go into it, by the transitions before and after it. May be halves. */
export function fadedFrames(into: Transition, out: Transition): { readonly in: number; readonly out: number } {
  const frames = (transition: Transition, other: 'in' | 'out'): number => {
    if (transition.kind !== 'fade' || transition.direction === other) return 0;
    return transition.direction === 'through' ? transition.frames / 2 : transition.frames;
  };
  return { in: frames(into, 'out'), out: frames(out, 'in') };
}
