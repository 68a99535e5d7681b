import type { FilmFormat } from '../../schema/film-sheet.ts';
import type { FrameRate } from '../../schema/film-time.ts';
import { slower } from './film-order.ts';

/** A GIF in full size and rate is larger than the film itself. */
const GIF_RATE: FrameRate = { numerator: 12, denominator: 1 };

/** What a film is made in where nobody has said: its lines and its frames a second. */
export const usualLines = (format: FilmFormat): number => (format === 'gif' ? 360 : 720);
export const usualRate = (film: FrameRate, format: FilmFormat): FrameRate => (format === 'gif' ? slower(film, GIF_RATE) : film);
