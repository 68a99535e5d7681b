import type { SeriesPoint } from '#core/domain/machine/machine-series.ts';

/** The drawing's own units. */
export const CHART = { width: 300, height: 72 } as const;

interface Frame {
  /** Milliseconds since 1970 at the left and the right edge. */
  readonly from: number;
  readonly to: number;
  /** The value at the upper edge; the lower one is nothing. */
  readonly top: number;
}

/** A series as the path of an SVG: a line, broken where nothing was read. A value that stands alone is a dot. */
export function chartPath(points: readonly SeriesPoint[], { from, to, top }: Frame): string {
  let path = '';
  let isDrawing = false;
  for (const [i, { at, value }] of points.entries()) {
    if (value === undefined || at < from || at > to) {
      isDrawing = false;
      continue;
    }
    const x = ((at - from) / (to - from)) * CHART.width;
    const y = CHART.height - Math.min(1, value / top) * CHART.height;
    path += `${isDrawing ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`;
    if (!isDrawing && points[i + 1]?.value === undefined) path += 'h0.1';
    isDrawing = true;
  }
  return path;
}
