import type { Storyboard } from '../../schema/storyboard.ts';
import { saidCaptions } from '../captions/said-captions.ts';
import { totalLength } from '../timeline/timeline.ts';

/** How much film a storyboard is. `length` in frames, what clips share in dissolves counted once. */
export interface PlannedFilm {
  readonly scenes: number;
  readonly clips: number;
  readonly length: number;
  /** Words that come with it. */
  readonly titles: number;
  readonly captions: number;
}

export function plannedFilm({ scenes }: Pick<Storyboard, 'scenes'>): PlannedFilm {
  const clips = scenes.flatMap((scene) => scene.clips);
  const titles = scenes.filter(({ title }) => title !== '').length;
  const captions = clips.reduce((sum, { says, length }) => sum + saidCaptions(says, { start: 0, end: length }).length, 0);
  return { titles, captions, scenes: scenes.length, clips: clips.length, length: totalLength(clips.map(({ length, transition }) => ({ length, transition, gap: 0 }))) };
}
