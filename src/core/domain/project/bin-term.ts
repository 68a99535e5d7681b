import type { Take } from '../../schema/take.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Whole days that a take may still lie in the bin, 0 when its time is over; undefined for one that is
 * not in the bin. With the clock set back to before it was put there the whole term is left.
 */
export function daysInBin({ deletedAt }: Pick<Take, 'deletedAt'>, term: number, now: number): number | undefined {
  if (deletedAt === undefined) return undefined;
  const lain = now - deletedAt;
  return lain <= 0 ? term : Math.max(0, Math.ceil(term - lain / DAY_MS));
}

/**
 * When a take goes into the bin: now, or with the clock set back the moment of the newest take that is
 * known. Otherwise its term would be over as soon as the clock is set right.
 */
export const binnedAt = (now: number, newest: Pick<Take, 'createdAt'> | undefined): number => Math.max(now, newest?.createdAt ?? 0);

/** Whether a take has lain in the bin for its whole term of days. */
export const isOverdue = (take: Pick<Take, 'deletedAt'>, term: number, now: number): boolean =>
  daysInBin(take, term, now) === 0;
