import type { LatentShape } from './latent-shape.ts';

/** A window of latents: groups from `group`, and cells from (`x`, `y`). */
export interface LatentWindow {
  readonly group: number;
  readonly groups: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The latents in a window of `[channels, groups, height, width]`, as a dense array of the window's own shape. */
export function cutLatents(data: Float32Array, shape: LatentShape, window: LatentWindow): Float32Array {
  const out = new Float32Array(shape.channels * window.groups * window.height * window.width);
  let to = 0;
  for (let c = 0; c < shape.channels; c += 1) {
    for (let g = window.group; g < window.group + window.groups; g += 1) {
      for (let y = window.y; y < window.y + window.height; y += 1) {
        const from = ((c * shape.groups + g) * shape.height + y) * shape.width + window.x;
        out.set(data.subarray(from, from + window.width), to);
        to += window.width;
      }
    }
  }
  return out;
}

/** One whole group, `[channels, height, width]`. */
export const cutGroup = (data: Float32Array, shape: LatentShape, group: number): Float32Array =>
  cutLatents(data, shape, { group, groups: 1, x: 0, y: 0, width: shape.width, height: shape.height });

/** Overwrites one group of `data`. */
export function putGroup(data: Float32Array, shape: LatentShape, group: number, latent: Float32Array): void {
  const cells = shape.height * shape.width;
  for (let c = 0; c < shape.channels; c += 1) {
    data.set(latent.subarray(c * cells, (c + 1) * cells), (c * shape.groups + group) * cells);
  }
}
