import type { FrameRate } from '../../schema/film-time.ts';
import { fail, ok, type Result } from '../../schema/result.ts';
import { nominalRate } from './frame-rate.ts';

/** Why a text is no place in the film. */
export type TimecodeRefusal =
  | 'not-a-timecode'
  /** Minutes or seconds over 59, or more frames than a second has. */
  | 'out-of-range'
  /** Drop-frame timecode leaves out this number. */
  | 'dropped-number';

/** Whether timecode at this rate leaves out numbers, so that it stays with the clock: 29.97 and 59.94. */
export const isDropFrame = ({ numerator, denominator }: FrameRate): boolean =>
  denominator === 1001 && (numerator === 30_000 || numerator === 60_000);

/** The numbers that each minute leaves out, but for every tenth. */
const dropped = (rate: FrameRate): number => (isDropFrame(rate) ? nominalRate(rate) / 15 : 0);

const two = (value: number): string => String(value).padStart(2, '0');

/**
 * A place in the film as SMPTE timecode, HH:MM:SS:FF; with `;` before the frames where numbers are
 * dropped. Beyond 99 hours the hours have more digits.
 */
export function formatTimecode(frame: number, rate: FrameRate): string {
  const base = nominalRate(rate);
  const skip = dropped(rate);
  let number = frame;
  if (skip > 0) {
    const inTenMinutes = base * 600 - skip * 9;
    const inMinute = base * 60 - skip;
    const tens = Math.floor(frame / inTenMinutes);
    const rest = frame % inTenMinutes;
    // The first minute of ten drops nothing.
    const minutes = rest < base * 60 ? 0 : 1 + Math.floor((rest - base * 60) / inMinute);
    number += skip * (tens * 9 + minutes);
  }
  const seconds = Math.floor(number / base);
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(two).join(':');
  return `${clock}${skip > 0 ? ';' : ':'}${two(number % base)}`;
}

/**
 * The place that a timecode names. Parts may be left out from the front: `12:05` is second 12, frame 5.
 * Colons, semicolons and full stops part alike.
 */
export function parseTimecode(text: string, rate: FrameRate): Result<number, TimecodeRefusal> {
  const trimmed = text.trim();
  if (!/^\d{1,6}([:;.]\d{1,2}){0,3}$/.test(trimmed)) return fail('not-a-timecode');
  const parts = trimmed.split(/[:;.]/).map(Number);
  const [hours, minutes, seconds, frames] = [0, 0, 0, 0, ...parts].slice(-4) as [number, number, number, number];
  const base = nominalRate(rate);
  if (minutes > 59 || seconds > 59 || frames >= base) return fail('out-of-range');
  const skip = dropped(rate);
  const allMinutes = hours * 60 + minutes;
  if (skip > 0 && seconds === 0 && frames < skip && minutes % 10 !== 0) return fail('dropped-number');
  const number = (allMinutes * 60 + seconds) * base + frames;
  return ok(number - skip * (allMinutes - Math.floor(allMinutes / 10)));
}
