import { lookAt } from './beats.ts';
import type { Onsets } from './onsets.ts';

/** Threes are rarer than fours: they have to be so much clearer. */
const THREES = 1.25;

/** Beats in a bar, and which beats begin one. */
export interface Bars {
  readonly meter: number;
  /** The place of the first downbeat among the beats. */
  readonly first: number;
}

/** Finds the bars: the count whose first beats stand out most, in the bass above all. `beats` in seconds. */
export function findBars(beats: readonly number[], onsets: Onsets): Bars {
  const accents = beats.map((beat) => strongest(onsets.low, beat) * 2 + strongest(onsets.all, beat));
  const fours = clearest(accents, 4);
  const threes = clearest(accents, 3);
  return threes.contrast > THREES * fours.contrast + 0.02 ? { meter: 3, first: threes.first } : { meter: 4, first: fours.first };
}

function strongest(onsets: Float32Array, beat: number): number {
  const at = lookAt(beat);
  let most = 0;
  for (let i = Math.max(0, at - 6); i <= Math.min(onsets.length - 1, at + 6); i += 1) most = Math.max(most, onsets[i]!);
  return most;
}

/** The beat of a bar that stands out most, and how much beside the others. */
function clearest(accents: readonly number[], meter: number): { first: number; contrast: number } {
  const mean = accents.reduce((sum, value) => sum + value, 0) / (accents.length || 1);
  const means = Array.from({ length: meter }, (_, first) => {
    const own = accents.filter((_, i) => i % meter === first);
    return own.reduce((sum, value) => sum + value, 0) / (own.length || 1);
  });
  const first = means.indexOf(Math.max(...means));
  return { first, contrast: mean > 0 ? (means[first]! - mean) / mean : 0 };
}
