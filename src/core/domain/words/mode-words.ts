import type { Mode } from '../../schema/mode.ts';

/** What a model makes, as people say it. */
const MADE: Partial<Record<Mode, string>> = {
  t2i: 'stills from words',
  t2v: 'clips from words',
  i2v: 'clips from a picture',
  ti2v: 'clips from words and a picture',
  flf2v: 'clips between two pictures',
  upscale: 'frames at twice the size',
  interpolate: 'frames between frames',
};

/** What comes of a mode: `clips from a picture`; undefined for a mode that makes nothing, or that is not known. */
export const madeBy = (mode: unknown): string | undefined => MADE[mode as Mode];
