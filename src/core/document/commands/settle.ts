import { layOut, type Piece, showsBoth } from '../../domain/timeline/timeline.ts';
import { CUT } from '../../schema/transition.ts';
import type { Edit } from '../edit.ts';

/** A clip where it is to begin and end, in the order of the film. */
export interface Settled extends Piece {
  readonly id: string;
  readonly start: number;
}

/**
 * Writes the gaps that let each clip begin where it is to, and shortens or drops a transition that
 * would pull two clips together. `clips` in order, touching no more than a transition lets them.
 */
export function settle(edit: Edit, clips: readonly Settled[]): void {
  let end = 0;
  let before: Settled | undefined;
  for (const clip of clips) {
    const gap = Math.max(0, clip.start - end);
    const overlap = Math.max(0, end - clip.start);
    if (gap !== clip.gap) edit.set('clips', clip.id, { gap });
    if (before && gap === 0) fitTransition(edit, before, clip, overlap);
    end = clip.start + clip.length;
    before = clip;
  }
}

/** Lets the transition between two clips take no more frames than they share. */
function fitTransition(edit: Edit, before: Settled, clip: Settled, overlap: number): void {
  const { transition } = before;
  if (!showsBoth(transition)) return;
  if ((layOut([before, { ...clip, gap: 0 }])[1]?.overlap ?? 0) <= overlap) return;
  edit.set('clips', before.id, { transition: overlap === 0 ? CUT : { ...transition, frames: overlap } });
}
