import { nearestIn } from '../../timeline/beat-grid.ts';

interface Reach {
  /** The frames of the film at which its song has a beat, in order. */
  readonly beats: readonly number[];
  /** No cut moves further, in frames. */
  readonly most: number;
  /** No clip becomes longer; Infinity where any may be. */
  readonly longest: number;
}

/**
 * Lengths of clips, scene by scene, so that each cut lies on the beat nearest to it where one is in reach: one clip becomes as much
 * longer as its neighbour becomes shorter, so that the film stays as long as it is. No clip loses more than half of itself.
 */
export function ontoBeats(lengths: readonly (readonly number[])[], { beats, most, longest }: Reach): number[][] {
  const all = lengths.flat();
  let end = 0;
  let start = 0;
  const moved = all.map((length, i) => {
    end += length;
    const next = all[i + 1];
    const beat = next === undefined ? undefined : nearestIn(beats, end);
    const fits =
      beat !== undefined &&
      next !== undefined &&
      Math.abs(beat - end) <= most &&
      beat - start >= length / 2 &&
      beat - start <= longest &&
      end + next - beat >= next / 2 &&
      end + next - beat <= longest;
    const cut = fits ? beat : end;
    const now = cut - start;
    start = cut;
    return now;
  });
  let taken = 0;
  return lengths.map(({ length }) => moved.slice(taken, (taken += length)));
}
