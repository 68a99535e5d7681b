import { LONGEST_FILM, SHORTEST_FILM } from '../../schema/brief.ts';
import type { FrameRate } from '../../schema/film-time.ts';
import { fail, ok, type Result } from '../../schema/result.ts';
import { toFrames } from '../timeline/frame-rate.ts';
import { formatTimecode, parseTimecode } from '../timeline/timecode.ts';

/** Why a text is no length that a film can aim at. */
export type LengthRefusal = 'not-a-length' | 'too-short' | 'too-long';

const NUMBER = String.raw`(\d{1,9}(?:[.,]\d{1,6})?)`;
const UNITS = new RegExp(String.raw`^(?:${NUMBER}\s*h(?:ours?)?)?\s*(?:${NUMBER}\s*m(?:in(?:ute)?s?)?)?\s*(?:${NUMBER}\s*s(?:ec(?:ond)?s?)?)?$`, 'i');
const PLAIN = new RegExp(`^${NUMBER}$`);
const CLOCK = /^(?:(\d{1,4}):)?(\d{1,4}):([0-5]?\d)$/;
const TIMECODE = /^\d{1,4}:\d{1,2}:\d{1,2}[:;]\d{1,2}$/;

/**
 * How many frames a film aims at: `20`, `20 s` and `1 min 30 s` are times, `1:30` is minutes and
 * seconds, `0:01:30` has hours, and four parts are timecode with frames.
 */
export function readFilmLength(text: string, rate: FrameRate): Result<number, LengthRefusal> {
  const frames = framesIn(text.trim(), rate);
  if (frames === undefined) return fail('not-a-length');
  if (frames < toFrames(SHORTEST_FILM, rate)) return fail('too-short');
  return frames > toFrames(LONGEST_FILM, rate) ? fail('too-long') : ok(frames);
}

function framesIn(text: string, rate: FrameRate): number | undefined {
  if (text === '') return undefined;
  if (TIMECODE.test(text)) {
    const frames = parseTimecode(text, rate);
    return frames.ok ? frames.value : undefined;
  }
  const clock = CLOCK.exec(text);
  // Over an hour of minutes is a slip where hours are written.
  if (clock) return clock[1] !== undefined && Number(clock[2]) > 59 ? undefined : toFrames(seconds(clock.slice(1)), rate);
  const parts = PLAIN.exec(text)?.[1] ?? UNITS.exec(text)?.slice(1);
  if (parts === undefined) return undefined;
  return toFrames(typeof parts === 'string' ? figure(parts) : seconds(parts), rate);
}

/** Of hours, minutes and seconds as they are written. */
const seconds = ([hours, minutes, rest]: readonly (string | undefined)[]): number => figure(hours) * 3600 + figure(minutes) * 60 + figure(rest);

const figure = (text = '0'): number => Number(text.replace(',', '.'));

/** As short as it can be read back exactly: `1:30`, `1:00:00`, else timecode. */
export function writeFilmLength(frames: number, rate: FrameRate): string {
  const whole = Math.round((frames * rate.denominator) / rate.numerator);
  if (toFrames(whole, rate) !== frames) return formatTimecode(frames, rate);
  const two = (value: number): string => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return `${hours > 0 ? `${hours}:${two(minutes)}` : minutes}:${two(whole % 60)}`;
}
