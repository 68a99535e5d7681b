import type { FrameRate } from '../../schema/film-time.ts';
import { FRAME_RATES, sameRate } from './frame-rate.ts';

/** How far from a rate its usual spellings are: 23.98 for 23.976, 29.97 for 30000 / 1001. */
const NEAR = 0.005;

/** The exact fraction behind a rate that is written with decimals. */
export function exactRate(decimal: number): FrameRate {
  const near = (rate: FrameRate): number => Math.abs(rate.numerator / rate.denominator - decimal);
  const known = FRAME_RATES.reduce((best, rate) => (near(rate) < near(best) ? rate : best));
  if (near(known) < NEAR) return known;
  const thousandths = Math.max(1, Math.round(decimal * 1000));
  const common = divisor(thousandths, 1000);
  return { numerator: thousandths / common, denominator: 1000 / common };
}

const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));

/** The rates that Final Cut Pro, Premiere and Resolve all edit at. */
const EDITED_AT = [23.976, 24, 25, 29.97, 30, 50, 59.94, 60].map(exactRate);

export const editorsKnow = (rate: FrameRate): boolean => EDITED_AT.some((one) => sameRate(one, rate));
