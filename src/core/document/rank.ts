import { generateNKeysBetween } from 'fractional-indexing';

/** Something that has a place in an order. */
export interface Ranked {
  readonly id: string;
  /** A fractional index: places are compared as strings, by UTF-16 code units. */
  readonly rank: string;
}

/** A total order: two people who put something at one place apart made equal ranks, and the ids decide. */
export const byRank = (a: Ranked, b: Ranked): number => compare(a.rank, b.rank) || compare(a.id, b.id);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The ranks for new neighbours, and new ranks for those that must make room. */
export interface Insertion {
  readonly ranks: readonly string[];
  readonly moved: readonly Ranked[];
}

/**
 * Ranks for `count` new ones before the one at `index` of an ordered list. Where the neighbours' ranks
 * are equal or no ranks at all, those behind are ranked anew as far as needed.
 */
export function insertRanks(ordered: readonly Ranked[], index: number, count: number): Insertion {
  const before = index > 0 ? (ordered[index - 1] as Ranked).rank : null;
  // The first behind the place that there is room in front of.
  let end = index;
  while (end < ordered.length && before !== null && (ordered[end] as Ranked).rank <= before) end++;
  const after = ordered[end]?.rank ?? null;
  const between = keysBetween(before, after, count + end - index);
  if (between) {
    const behind = ordered.slice(index, end).map(({ id }, i) => ({ id, rank: between[count + i] as string }));
    return { ranks: between.slice(0, count), moved: behind };
  }
  const all = keysBetween(null, null, ordered.length + count) as string[];
  const moved = ordered.map(({ id }, i) => ({ id, rank: all[i < index ? i : i + count] as string }));
  return { ranks: all.slice(index, index + count), moved };
}

/** Undefined where a neighbour's rank is nothing that the library made: it refuses some, and misreads others. */
function keysBetween(before: string | null, after: string | null, count: number): string[] | undefined {
  try {
    const keys = generateNKeysBetween(before, after, count);
    const row = [...(before === null ? [] : [before]), ...keys, ...(after === null ? [] : [after])];
    return row.every((key, i) => i === 0 || (row[i - 1] as string) < key) ? keys : undefined;
  } catch {
    return undefined;
  }
}
