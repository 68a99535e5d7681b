import type { TakeId } from '../../schema/ids.ts';
import type { FrameMode } from '../../schema/frame-model.ts';
import type { Project } from '../../schema/project.ts';
import type { Take } from '../../schema/take.ts';
import { placedCut } from '../../domain/timeline/cut.ts';
import type { FilmCut } from '../compose/film-cut.ts';
import { isSlower, isSmaller } from './enhanced-footage.ts';
import { filmSize } from './film-size.ts';

/** What a film's takes would gain by: twice the size where one is smaller than the film's picture, twice the frames where one is slower. */
export function gainsOf(project: Project, cut: FilmCut, lines: number, takes: (id: TakeId) => Take | undefined): readonly FrameMode[] {
  const size = filmSize(cut.aspect, lines);
  const selected = placedCut(project).flatMap(({ clip }) => (clip.selected && takes(clip.selected)) ?? []);
  const gains: FrameMode[] = [];
  if (selected.some(({ recipe }) => isSmaller(recipe, size, cut.fit))) gains.push('upscale');
  if (cut.clips.some(({ source }) => isSlower(source, cut))) gains.push('interpolate');
  return gains;
}
