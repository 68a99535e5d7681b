import type { Pixels } from './canvas-port.ts';

/** Passes of a box; three come near to a bell (central limit theorem). */
const PASSES = 3;
/** Pixels to either side. */
const REACH = 2;

/** Softens pixels in place, colours alone: the edges count on beyond the picture. For small pictures. */
export function blurPixels({ width, height, data }: Pixels): void {
  for (let pass = 0; pass < PASSES; pass += 1) {
    for (let y = 0; y < height; y += 1) blurLine(data, y * width * 4, 4, width);
    for (let x = 0; x < width; x += 1) blurLine(data, x * 4, width * 4, height);
  }
}

/** One row or column: `count` pixels, `step` bytes apart. */
function blurLine(data: Uint8ClampedArray, begin: number, step: number, count: number): void {
  for (let channel = 0; channel < 3; channel += 1) {
    const line = Float32Array.from({ length: count }, (_, i) => data[begin + i * step + channel]!);
    for (let i = 0; i < count; i += 1) {
      let sum = 0;
      for (let by = -REACH; by <= REACH; by += 1) sum += line[Math.min(count - 1, Math.max(0, i + by))]!;
      data[begin + i * step + channel] = sum / (2 * REACH + 1);
    }
  }
}
