import type { Project } from '../../schema/project.ts';
import { type CutClip, cutOf, firstKeyframe } from '../timeline/cut.ts';

/** The steps from an idea to a film, in their order. */
export const FILM_STEPS = ['brief', 'story', 'board', 'keyframes', 'timeline', 'sound', 'deliver'] as const;
export type FilmStep = (typeof FILM_STEPS)[number];

/** `free`: not done, and the film goes on without it. */
export type StepStanding = 'done' | 'to do' | 'free';

/** How each step stands, by what the document says. Delivering leaves nothing in it, so that is never done. */
export function stepStandings(film: Project): Record<FilmStep, StepStanding> {
  const { brief, narration } = film;
  const cut = cutOf(film);
  const hasClips = cut.length > 0;
  // Who begins with clips of their own needs neither brief nor story.
  const orFree = (isDone: boolean): StepStanding => (isDone ? 'done' : hasClips ? 'free' : 'to do');
  const every = (test: (one: CutClip) => boolean): StepStanding => (hasClips && cut.every(test) ? 'done' : 'to do');
  return {
    brief: orFree(brief.text.trim() !== ''),
    story: orFree(brief.story !== null),
    board: every(({ clip, scene }) => clip.selected !== null || `${clip.prompt}${scene.prompt}`.trim() !== ''),
    keyframes: every((one) => one.clip.selected !== null || (firstKeyframe(film, one)?.still ?? null) !== null),
    timeline: every(({ clip }) => clip.selected !== null),
    sound: brief.song !== null || narration.length > 0 ? 'done' : 'free',
    deliver: 'to do',
  };
}

/** The first of these steps that is still to do; `steps` in their order. */
export function nextStep(standings: Record<FilmStep, StepStanding>, steps: readonly FilmStep[] = FILM_STEPS): FilmStep | undefined {
  return steps.find((step) => standings[step] === 'to do');
}
