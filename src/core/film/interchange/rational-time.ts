import type { FrameRate } from '../../schema/film-time.ts';

/** Frames as seconds in a fraction, as FCPXML writes them: `1001/30000s`, `5s`. Halves of frames can be written too. */
export function rationalTime(frames: number, { numerator, denominator }: FrameRate): string {
  const doubled = Number.isInteger(frames) ? 1 : 2;
  const above = BigInt(Math.round(frames * doubled)) * BigInt(denominator);
  const below = BigInt(numerator) * BigInt(doubled);
  return above % below === 0n ? `${above / below}s` : `${above}/${below}s`;
}

/** Seconds as an exact fraction; `below` is over 0. */
export interface Seconds {
  readonly above: bigint;
  readonly below: bigint;
}

export const ZERO: Seconds = { above: 0n, below: 1n };

/** Seconds as FCPXML writes them, decimals allowed; undefined where it is none. */
export function parseSeconds(text: string): Seconds | undefined {
  const found = /^(-?)(\d{1,18})(?:\.(\d{1,12}))?(?:\/(\d{1,12}))?s$/.exec(text.trim());
  if (!found) return undefined;
  const [, sign, whole = '0', decimals = '', divisor = '1'] = found;
  const below = BigInt(divisor) * 10n ** BigInt(decimals.length);
  return below === 0n ? undefined : { above: BigInt(whole + decimals) * (sign === '-' ? -1n : 1n), below };
}

export const plus = (a: Seconds, b: Seconds): Seconds => ({ above: a.above * b.below + b.above * a.below, below: a.below * b.below });
export const minus = (a: Seconds, b: Seconds): Seconds => plus(a, { above: -b.above, below: b.below });

export const isBefore = (a: Seconds, b: Seconds): boolean => a.above * b.below < b.above * a.below;

/** The nearest frame, and whether the time lies on one. */
export function frameOf({ above, below }: Seconds, { numerator, denominator }: FrameRate): { readonly frame: number; readonly exact: boolean } {
  const dividend = above * BigInt(numerator);
  const divisor = below * BigInt(denominator);
  const doubled = 2n * dividend + divisor;
  const floor = doubled / (2n * divisor) - (doubled < 0n && doubled % (2n * divisor) !== 0n ? 1n : 0n);
  return { frame: Number(floor), exact: dividend % divisor === 0n };
}
