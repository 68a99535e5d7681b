/** A frame as RGB bytes: `height · width · 3`, rows from the top. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
}

/** One value a pixel, rows from the top, 0 to 1. */
export interface Plane {
  readonly width: number;
  readonly height: number;
  readonly values: Float32Array;
}

/** Frames are measured with their longer side at most this long. Pixels. */
export const MEASURED_SIDE = 320;

/** The size at which a picture is measured. Pixels. */
export function measuredSize({ width, height }: { readonly width: number; readonly height: number }): { width: number; height: number } {
  const scale = Math.min(1, MEASURED_SIDE / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** Brightness with the weights of ITU-R BT.601, of the values as they are stored. */
export function lumaOf({ width, height, rgb }: Frame): Plane {
  const values = new Float32Array(width * height);
  for (let pixel = 0, at = 0; pixel < values.length; pixel += 1, at += 3) {
    values[pixel] = (0.299 * rgb[at]! + 0.587 * rgb[at + 1]! + 0.114 * rgb[at + 2]!) / 255;
  }
  return { width, height, values };
}

/** One of the three channels: 0 red, 1 green, 2 blue. */
export function channelOf({ width, height, rgb }: Frame, channel: 0 | 1 | 2): Plane {
  const values = new Float32Array(width * height);
  for (let pixel = 0; pixel < values.length; pixel += 1) values[pixel] = rgb[pixel * 3 + channel]! / 255;
  return { width, height, values };
}

/** A plane at another size: each new pixel is the mean of the area it covers. */
export function resized(plane: Plane, width: number, height: number): Plane {
  if (plane.width === width && plane.height === height) return plane;
  const rows = along(plane.values, plane.height, plane.width, width, 1, plane.width, width);
  return { width, height, values: along(rows, width, plane.height, height, width, 1, 1) };
}

/** Scales one direction. `step`: from sample to sample in it; `fromLine`, `toLine`: from line to line before and after. */
function along(values: Float32Array, lines: number, from: number, to: number, step: number, fromLine: number, toLine: number): Float32Array {
  const result = new Float32Array(lines * to);
  const ratio = from / to;
  for (let i = 0; i < to; i += 1) {
    const start = i * ratio;
    const end = Math.min(from, start + ratio);
    for (let line = 0; line < lines; line += 1) {
      let sum = 0;
      for (let at = Math.floor(start); at < end; at += 1) {
        sum += values[line * fromLine + at * step]! * (Math.min(end, at + 1) - Math.max(start, at));
      }
      result[line * toLine + i * step] = sum / (end - start);
    }
  }
  return result;
}

/** Mean and standard deviation. */
export function spreadOf(values: ArrayLike<number>): { mean: number; spread: number } {
  let sum = 0;
  for (let i = 0; i < values.length; i += 1) sum += values[i]!;
  const mean = sum / Math.max(1, values.length);
  let squares = 0;
  for (let i = 0; i < values.length; i += 1) squares += (values[i]! - mean) ** 2;
  return { mean, spread: Math.sqrt(squares / Math.max(1, values.length)) };
}

/** The middle one of some numbers; 0 of none. */
export function median(numbers: readonly number[]): number {
  if (numbers.length === 0) return 0;
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

export const mean = (numbers: readonly number[]): number =>
  numbers.length === 0 ? 0 : numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
