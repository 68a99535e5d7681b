import type { Frame } from '../../domain/frames/frame.ts';

/** A rectangle of pixels. It may reach out of the frame: there the nearest pixel repeats. */
export interface Window {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A window of a frame as three planes in 0 … 1. */
export function cutPlanes({ width, height, rgba }: Frame, window: Window): Float32Array {
  const area = window.width * window.height;
  const planes = new Float32Array(3 * area);
  const columns = Array.from({ length: window.width }, (_, i) => clamp(window.x + i, width - 1) * 4);
  let to = 0;
  for (let row = 0; row < window.height; row += 1) {
    const line = clamp(window.y + row, height - 1) * width * 4;
    for (const column of columns) {
      const from = line + column;
      planes[to] = rgba[from]! / 255;
      planes[to + area] = rgba[from + 1]! / 255;
      planes[to + 2 * area] = rgba[from + 2]! / 255;
      to += 1;
    }
  }
  return planes;
}

/** Writes a window of planes of `width` pixels a row into a frame, its corner at `x`, `y`. Values are rounded and clamped. */
export function putPlanes(frame: Frame, x: number, y: number, planes: Float32Array, width: number, window: Window): void {
  const area = planes.length / 3;
  for (let row = 0; row < window.height; row += 1) {
    let from = (window.y + row) * width + window.x;
    let to = ((y + row) * frame.width + x) * 4;
    for (let column = 0; column < window.width; column += 1) {
      frame.rgba[to] = planes[from]! * 255;
      frame.rgba[to + 1] = planes[from + area]! * 255;
      frame.rgba[to + 2] = planes[from + 2 * area]! * 255;
      from += 1;
      to += 4;
    }
  }
}

const clamp = (at: number, most: number): number => Math.max(0, Math.min(most, at));
