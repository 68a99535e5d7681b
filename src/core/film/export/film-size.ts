import type { AspectRatio } from '../../schema/project-settings.ts';
import type { PictureSize } from '../compose/place-picture.ts';

/** Heights that are offered, by the names that they have: lines of a picture that is 16 to 9. */
export const FILM_LINES = [360, 480, 720, 1080, 1440, 2160] as const;
export type FilmLines = (typeof FILM_LINES)[number];

const WIDEST = 16 / 9;

/** The size of a film's picture whose shorter side, or height where it is wider than 16 to 9, follows from `lines`. Even, as encoders ask. */
export function filmSize(aspect: AspectRatio, lines: number): PictureSize {
  const [across, down] = aspect.split(':').map(Number) as [number, number];
  const ratio = across / down;
  if (ratio > WIDEST) return { width: even(lines * WIDEST), height: even((lines * WIDEST) / ratio) };
  return ratio >= 1 ? { width: even(lines * ratio), height: even(lines) } : { width: even(lines), height: even(lines / ratio) };
}

const even = (length: number): number => 2 * Math.max(1, Math.round(length / 2));
