import type { FrameRate } from '../../schema/film-time.ts';

const rate = (numerator: number, denominator = 1): FrameRate => ({ numerator, denominator });

/** The rates that a person can choose: 8 and 16 are what small models draw, the rest is film and television. */
export const FRAME_RATES: readonly FrameRate[] = [
  rate(8),
  rate(12),
  rate(16),
  rate(24_000, 1001),
  rate(24),
  rate(25),
  rate(30_000, 1001),
  rate(30),
  rate(48),
  rate(50),
  rate(60_000, 1001),
  rate(60),
];

export const sameRate = (a: FrameRate, b: FrameRate): boolean =>
  a.numerator * b.denominator === b.numerator * a.denominator;

/** The frames that a timecode counts in a second: 30 for 29.97. */
export const nominalRate = ({ numerator, denominator }: FrameRate): number => Math.round(numerator / denominator);

/** As people write it: 24, 29.97, 23.976. */
export function rateLabel({ numerator, denominator }: FrameRate): string {
  const exact = numerator / denominator;
  return Number.isInteger(exact) ? String(exact) : String(Math.round(exact * 1000) / 1000);
}

/** Seconds, for players and for people; never stored. */
export const toSeconds = (frames: number, { numerator, denominator }: FrameRate): number =>
  (frames * denominator) / numerator;

/** The frame that is nearest to a time. */
export const toFrames = (seconds: number, { numerator, denominator }: FrameRate): number =>
  Math.round((seconds * numerator) / denominator);

/** The place that is as far into the film at another rate, to the nearest frame. */
export const convertFrames = (frames: number, from: FrameRate, to: FrameRate): number =>
  Math.round((frames * to.numerator * from.denominator) / (to.denominator * from.numerator));

/**
 * Lengths in a row at another rate. The boundaries are converted, not the lengths, so rounding never
 * adds up: the row is as long as it was, to the frame. A length of a frame or more stays one.
 */
export function convertLengths(lengths: readonly number[], from: FrameRate, to: FrameRate): number[] {
  let before = 0;
  let placed = 0;
  return lengths.map((length) => {
    before += length;
    const until = convertFrames(before, from, to);
    const converted = Math.max(length > 0 ? 1 : 0, until - placed);
    placed += converted;
    return converted;
  });
}
