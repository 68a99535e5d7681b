import type { DeliveredClip, DeliveredFilm } from './delivered-film.ts';

/** What of a take lies before and after the part that is shown, in frames of the film; null without a take. */
export function handlesOf(clip: DeliveredClip): { readonly before: number; readonly after: number } | null {
  return clip.shown && { before: clip.sourceStart, after: Math.max(0, left(clip)) };
}

/** The clips with less than so many frames to spare at one of their ends. */
export const shortOfHandles = (film: DeliveredFilm, frames: number): DeliveredClip[] =>
  film.clips.filter((clip) => {
    const handles = handlesOf(clip);
    return handles !== null && Math.min(handles.before, handles.after) < frames;
  });

/** The clips that go on after their take has ended: here its last frame stays, editors have none there. */
export const longerThanTake = (film: DeliveredFilm): DeliveredClip[] => film.clips.filter((clip) => clip.shown && left(clip) < 0);

/** The frames of a take after a clip's end; under 0 where the clip goes on without it. */
const left = ({ shown, sourceStart, start, end }: DeliveredClip): number => (shown?.media.length ?? 0) - sourceStart - (end - start);
