import { PRODUCT_STRUCTURES } from './for-products.ts';
import { SHORT_STRUCTURES } from './for-shorts.ts';
import { SONG_STRUCTURES } from './for-songs.ts';
import type { Part, Structure } from './structure.ts';

export const STRUCTURES: readonly Structure[] = [...PRODUCT_STRUCTURES, ...SHORT_STRUCTURES, ...SONG_STRUCTURES];

/** With how few parts a structure is still itself. */
export const leastParts = ({ parts }: Structure): number => parts.filter(({ keep }) => keep === undefined).length;

/** The parts of a structure, so many of them, in order. */
export function partsOf({ parts }: Structure, count: number): readonly Part[] {
  const spare = parts.filter(({ keep }) => keep !== undefined).sort((a, b) => (a.keep as number) - (b.keep as number));
  const left = new Set(spare.slice(0, Math.max(0, parts.length - count)));
  return parts.filter((part) => !left.has(part));
}
