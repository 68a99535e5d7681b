import type { Pixels } from './canvas-port.ts';

/** How near each part of a picture is, 0 the farthest, 1 the nearest: rows from the top, the first and last of each on the picture's edges. */
export interface DepthGrid {
  readonly width: number;
  readonly height: number;
  readonly near: Float32Array;
}

/** The longer side of a grid: its cells are small enough for people and trees, and a frame costs little. */
const LONGER = 256;

/** A depth map, as it was read from its grey picture, as frames are bent by it. What is near is a cell larger than it was told to be, so that what is stretched lies behind it. */
export function depthGrid({ width, height, data }: Pixels): DepthGrid {
  const scale = Math.min(1, LONGER / Math.max(width, height));
  const across = Math.max(2, Math.round(width * scale));
  const down = Math.max(2, Math.round(height * scale));
  const near = new Float32Array(across * down);
  for (let y = 0; y < down; y += 1) {
    const [top, bottom] = span(y, down, height);
    for (let x = 0; x < across; x += 1) {
      const [left, right] = span(x, across, width);
      let sum = 0;
      for (let row = top; row < bottom; row += 1) for (let column = left; column < right; column += 1) sum += data[4 * (row * width + column)]!;
      near[y * across + x] = sum / (255 * (right - left) * (bottom - top));
    }
  }
  const grown = overThree(overThree(near, across, down, 1, Math.max), across, down, across, Math.max);
  const mean = (a: number, b: number, c: number) => (a + b + c) / 3;
  return { width: across, height: down, near: overThree(overThree(grown, across, down, 1, mean), across, down, across, mean) };
}

/** The pixels of a side that a cell of it covers. */
function span(cell: number, cells: number, pixels: number): readonly [from: number, to: number] {
  const from = Math.min(pixels - 1, Math.floor((cell * pixels) / cells));
  return [from, Math.max(from + 1, Math.floor(((cell + 1) * pixels) / cells))];
}

/** Each value and its two neighbours, `step` apart, as one; beyond the edge lies the edge. */
function overThree(values: Float32Array, width: number, height: number, step: number, of: (before: number, value: number, after: number) => number): Float32Array {
  const out = new Float32Array(values.length);
  for (let at = 0; at < values.length; at += 1) {
    const place = step === 1 ? at % width : Math.floor(at / width);
    const last = step === 1 ? width - 1 : height - 1;
    out[at] = of(values[place > 0 ? at - step : at]!, values[at]!, values[place < last ? at + step : at]!);
  }
  return out;
}
