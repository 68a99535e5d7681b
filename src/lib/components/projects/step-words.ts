import { readBrief } from '#core/domain/project/brief-reading.ts';
import { cutOf } from '#core/domain/timeline/cut.ts';
import { writeFilmLength } from '#core/domain/project/film-length.ts';
import type { FilmStep } from '#core/domain/project/film-steps.ts';
import { totalLength } from '#core/domain/timeline/timeline.ts';
import { quotedName } from '#core/domain/words/said-name.ts';
import type { Project } from '#core/schema/project.ts';
import { counted } from '../ui/figures.ts';

/** What there is to do at each step, while it is to do. */
export const STEP_TASKS: Record<FilmStep, string> = {
  brief: 'Say what the film is about, in a word or a thousand.',
  story: 'Have three stories written from the brief, and choose one. Or bring a script.',
  board: 'Lay the story out as scenes and clips, and say what each shows.',
  keyframes: 'Make the stills that the clips start and end on.',
  timeline: 'Make the takes of the clips, and cut them.',
  sound: 'Give it a song, narration or captions.',
  deliver: 'Watch it, then take the film out.',
};

/** What a step has brought so far. */
export function saidStep(step: FilmStep, film: Project): string {
  const { brief, stories } = film;
  const cut = cutOf(film);
  const some = (count: number, one: string): readonly string[] => (count > 0 ? [counted(count, one)] : []);
  switch (step) {
    case 'brief': {
      const length = brief.targetLength === null ? [] : [writeFilmLength(brief.targetLength, film.settings.frameRate)];
      return [...some(readBrief(brief.text).words, 'word'), ...some(brief.pictures.length, 'picture'), ...length].join(' · ');
    }
    case 'story': {
      const chosen = stories.find(({ id }) => id === brief.story);
      return chosen ? quotedName(chosen.title) : stories.length > 0 ? `${counted(stories.length, 'story', 'stories')}, none chosen yet` : '';
    }
    case 'board':
      return [...some(film.scenes.length, 'scene'), ...some(cut.length, 'clip')].join(' · ');
    case 'keyframes': {
      const stills = cut.flatMap(({ clip }) => clip.keyframes.filter(({ id, still }) => still && (id === clip.first || id === clip.last)));
      return some(stills.length, 'keyframe').join();
    }
    case 'timeline': {
      const made = cut.filter(({ clip }) => clip.selected !== null).length;
      return cut.length === 0 ? '' : `${made} of ${counted(cut.length, 'clip')} made · ${writeFilmLength(totalLength(cut.map(({ clip }) => clip)), film.settings.frameRate)}`;
    }
    case 'sound':
      return [...(brief.song ? ['Song'] : []), ...some(film.narration.length, 'piece of narration'), ...some(film.captions.length, 'caption')].join(' · ');
    case 'deliver':
      return '';
  }
}
