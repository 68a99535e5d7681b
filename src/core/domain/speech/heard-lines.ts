import type { NewCaption } from '../captions/caption-file.ts';
import { toFrames } from '../timeline/frame-rate.ts';
import type { FrameRate } from '../../schema/film-time.ts';
import type { HeardSegment, HeardWord } from './heard-tokens.ts';

/** A line of what was heard. Seconds of the file. */
export interface HeardLine {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** More letters than this are no line (BBC subtitle guidelines: two of 42). */
const MOST_LETTERS = 84;
/** After a pause so long a new line begins. Seconds. */
const PAUSE = 1;
/** Scripts that are written without spaces break anywhere. */
const ENDS_CLAUSE = /[.,;:!?…。，、！？；：]$/;

/** What was said in breaths as lines that can be read: a long one is parted at a pause, after a sign, or between two words. */
export function linesOfSpeech(segments: readonly HeardSegment[]): HeardLine[] {
  return segments.flatMap((segment) => {
    const { words, text, start, end } = segment;
    if (words.length === 0 || words.map((word) => word.text).join('').trim() !== text) return [{ start, end, text }];
    return parted(words).map((part, at, all) => ({
      start: at === 0 ? start : part[0]!.start,
      end: all[at + 1]?.[0]?.start ?? end,
      text: part.map((word) => word.text).join('').trim(),
    }));
  }).filter((line) => line.text !== '' && line.end > line.start);
}

function parted(words: readonly HeardWord[]): readonly (readonly HeardWord[])[] {
  const at = placeToPart(words);
  return at === undefined ? [words] : [...parted(words.slice(0, at)), ...parted(words.slice(at))];
}

/** The word that begins a new line; undefined where all are one. */
function placeToPart(words: readonly HeardWord[]): number | undefined {
  const pause = words.findIndex((word, at) => at > 0 && word.start - spoken(words[at - 1]!) >= PAUSE);
  if (pause > 0) return pause;
  const lengths = words.map(({ text }) => text.length);
  const whole = lengths.reduce((sum, length) => sum + length, 0);
  if (whole <= MOST_LETTERS || words.length < 2) return undefined;
  // Nearest to the middle, and sooner after a sign than elsewhere.
  let before = 0;
  let best = { at: 1, far: Infinity };
  for (let at = 1; at < words.length; at++) {
    before += lengths[at - 1]!;
    const far = Math.abs(before - whole / 2) + (ENDS_CLAUSE.test(words[at - 1]!.text) ? 0 : whole / 4);
    if (far < best.far) best = { at, far };
  }
  return best.at;
}

/** When a word has been said at the latest: a long last one ends with its letters, not with the next word. Seconds a letter: slow speech. */
const spoken = ({ start, end, text }: HeardWord): number => Math.min(end, start + 0.25 * text.length);

/** Where what was heard lies in the film. Frames. */
export interface HeardPlace {
  /** The frame at which the file begins to be heard. */
  readonly at: number;
  /** How much of the file's beginning is left out. */
  readonly from: number;
  /** How long it is heard; to its end where undefined. */
  readonly length?: number;
}

/** The lines as captions of the film; those that are not heard in it are left out. */
export function captionsOfLines(lines: readonly HeardLine[], { at, from, length = Infinity }: HeardPlace, rate: FrameRate): NewCaption[] {
  const inFilm = (seconds: number): number => Math.max(at, Math.min(at + length, toFrames(seconds, rate) + at - from));
  return lines.flatMap(({ start, end, text }): NewCaption[] => {
    const [begins, ends] = [inFilm(start), inFilm(end)];
    if (text.trim() === '' || toFrames(end, rate) <= from || toFrames(start, rate) - from >= length) return [];
    return [{ start: begins, end: Math.max(begins + 1, ends), text: text.trim() }];
  });
}
