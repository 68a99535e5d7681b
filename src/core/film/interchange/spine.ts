import type { Transition } from '../../schema/transition.ts';
import type { DeliveredClip, DeliveredFilm } from './delivered-film.ts';

/**
 * What lies on an editor's main track, one after the other. Editors cut in the middle of a transition
 * and take what is seen beyond the cut from the handles. Frames at the film's rate.
 */
export type SpineItem =
  | { readonly kind: 'gap'; readonly start: number; readonly length: number }
  | { readonly kind: 'clip'; readonly clip: DeliveredClip; readonly start: number; readonly length: number; readonly sourceStart: number }
  /** `start` is where it begins, `before` how many of its frames lie before the cut. */
  | { readonly kind: 'transition'; readonly transition: Exclude<Transition, { kind: 'cut' }>; readonly start: number; readonly length: number; readonly before: number };

/** Of a transition that two clips share, the frames before the cut. */
export const beforeCut = (overlap: number): number => Math.floor(overlap / 2);

/** The film as a main track without holes. `until`: black is added up to there. */
export function spineOf(film: Pick<DeliveredFilm, 'clips'>, until = 0): SpineItem[] {
  const items: SpineItem[] = [];
  let end = 0;
  film.clips.forEach((clip, i) => {
    const next = film.clips[i + 1];
    const head = beforeCut(clip.overlap);
    const start = clip.start + head;
    if (start > end) items.push({ kind: 'gap', start: end, length: start - end });
    const tail = next && next.overlap > 0 ? next.overlap - beforeCut(next.overlap) : 0;
    const length = clip.end - tail - start;
    items.push({ kind: 'clip', clip, start, length, sourceStart: clip.sourceStart + head });
    if (next && next.overlap > 0 && clip.transition.kind !== 'cut') {
      items.push({ kind: 'transition', transition: clip.transition, start: next.start, length: next.overlap, before: beforeCut(next.overlap) });
    }
    end = start + length;
  });
  if (until > end) items.push({ kind: 'gap', start: end, length: until - end });
  return items;
}
