import { MEASURED_SIDE, type Plane, spreadOf } from './frame.ts';

/** Less spread of brightness than this is no picture: what fine differences there are say nothing. */
export const FLAT = 0.012;

export interface Detail {
  readonly sharpness: number;
  readonly contrast: number;
  readonly noise: number;
}

/**
 * Sharpness is the spread of the Laplacian (Pech-Pacheco et al., "Diatom autofocusing in brightfield
 * microscopy", ICPR 2000; the best all-round focus measure in Pertuz et al., Pattern Recognition 46,
 * 2013), taken relative to the spread of brightness, so that a pale picture is not called soft, and to
 * the size, so that a small one is not called crisp. Noise is one minus the correlation of neighbours.
 */
export function detailOf(luma: Plane): Detail {
  const { width, height, values } = luma;
  const { mean, spread: contrast } = spreadOf(values);
  if (width < 3 || height < 3 || contrast < FLAT) return { sharpness: 0, contrast, noise: 0 };
  const laplacian = new Float32Array((width - 2) * (height - 2));
  let beside = 0;
  let at = 0;
  for (let y = 1; y < height - 1; y += 1) {
    for (let x = 1; x < width - 1; x += 1) {
      const i = y * width + x;
      const own = values[i]!;
      const right = values[i + 1]!;
      const below = values[i + width]!;
      laplacian[at] = right + values[i - 1]! + below + values[i - width]! - 4 * own;
      beside += (own - mean) * ((right + below) / 2 - mean);
      at += 1;
    }
  }
  const correlation = beside / laplacian.length / contrast ** 2;
  const size = Math.min(1, Math.max(width, height) / MEASURED_SIDE);
  return {
    sharpness: (spreadOf(laplacian).spread / contrast) * size,
    contrast,
    noise: Math.min(1, Math.max(0, 1 - correlation)),
  };
}
