/** One tile along one axis. */
export interface TileSpan {
  /** First cell and number of cells. */
  readonly start: number;
  readonly length: number;
  /** The share of this tile in each of its pixels; over all tiles the shares of a pixel add up to 1. */
  readonly weights: Float32Array;
}

/**
 * Cuts an axis of `length` cells into evenly spread tiles of at most `tile` cells, neighbours sharing
 * at least `overlap` (less than `tile`). `scale`: pixels a cell.
 *
 * A decoder errs most at the edge of a tile, where it does not see what lies beyond. So a tile counts
 * nothing in the outer third of the overlap, and fades in over the rest.
 */
export function tileAxis(length: number, tile: number, overlap: number, scale: number): TileSpan[] {
  const size = Math.min(tile, length);
  const count = size === length ? 1 : Math.ceil((length - overlap) / (size - overlap));
  const starts = Array.from({ length: count }, (_, i) =>
    count === 1 ? 0 : Math.round((i * (length - size)) / (count - 1)),
  );
  const blind = (overlap * scale) / 3;
  const ramp = overlap * scale - blind;
  const total = new Float64Array(length * scale);
  const raw = starts.map((start) => {
    const weights = new Float64Array(size * scale);
    for (let i = 0; i < weights.length; i += 1) {
      const fromStart = start === 0 ? Infinity : i + 0.5 - blind;
      const fromEnd = start + size === length ? Infinity : weights.length - i - 0.5 - blind;
      const weight = Math.max(0, Math.min(1, fromStart / ramp, fromEnd / ramp));
      weights[i] = weight;
      total[start * scale + i] = (total[start * scale + i] as number) + weight;
    }
    return { start, length: size, weights };
  });
  return raw.map(({ start, weights }) => ({
    start,
    length: size,
    weights: Float32Array.from(weights, (weight, i) => weight / (total[start * scale + i] as number)),
  }));
}
