import type { FrameRate } from '../../schema/film-time.ts';

/** The frames of a file of a film: how many, and which frame of the film each shows. */
export interface OutputFrames {
  readonly rate: FrameRate;
  readonly count: number;
  /** The film's frame that frame `i` of the file shows. */
  filmFrame(i: number): number;
}

/**
 * A film of `length` frames at one rate as a file at another: as long to the nearest frame, each of its
 * frames showing what the film shows in the middle of it. Whole numbers throughout.
 */
export function outputFrames(length: number, film: FrameRate, rate: FrameRate): OutputFrames {
  const filmTicks = film.numerator * rate.denominator;
  const fileTicks = rate.numerator * film.denominator;
  return {
    rate,
    count: length === 0 ? 0 : Math.max(1, Math.round((length * fileTicks) / filmTicks)),
    filmFrame: (i) => Math.min(length - 1, Math.floor(((2 * i + 1) * filmTicks) / (2 * fileTicks))),
  };
}
