import type { FilmFormat, FilmOrder } from '../../schema/film-sheet.ts';
import type { FrameRate } from '../../schema/film-time.ts';
import type { PictureSize } from '../compose/place-picture.ts';
import { GIF_RATE_LIMIT } from './encode-gif.ts';
import { filmSize } from './film-size.ts';
import { outputFrames, type OutputFrames } from './output-frames.ts';

export type { CaptionsAs, FilmFacts, FilmFormat, FilmOrder } from '../../schema/film-sheet.ts';

/** Whether captions can go into the file as a track. */
export const takesTrack = (format: FilmFormat): boolean => format === 'mp4' || format === 'webm';

/** Whether the file has sound. */
export const takesSound = (format: FilmFormat): boolean => format !== 'gif' && format !== 'png';

export const sizeOf = ({ cut, lines }: FilmOrder): PictureSize => filmSize(cut.aspect, lines);

/** The frames that the file will have. A GIF has no more in a second than players show. */
export function framesOf({ cut, format, rate }: FilmOrder): OutputFrames {
  return outputFrames(cut.length, cut.rate, format === 'gif' ? slower(rate, { numerator: GIF_RATE_LIMIT, denominator: 1 }) : rate);
}

export const slower = (a: FrameRate, b: FrameRate): FrameRate => (a.numerator * b.denominator <= b.numerator * a.denominator ? a : b);
