import type { Frame } from './frame.ts';
import { toOklab } from './oklab.ts';

/** The colours of a frame, wherever they stand in it. */
export interface Palette {
  /** The mean lightness in OKLab, 0 to 1. */
  readonly lightness: number;
  /** For each of the directions of the colour plane: what share of the pixels lies how far along it. */
  readonly quantiles: readonly Float32Array[];
}

/** Of a larger frame every so-manieth pixel is looked at. */
const SAMPLES = 2048;
const QUANTILES = 64;
/** Ways through the plane of green to red and blue to yellow. */
const DIRECTIONS = [0, 1, 2, 3].map((i) => ({ a: Math.cos((i * Math.PI) / 4), b: Math.sin((i * Math.PI) / 4) }));
/** What the four ways see, on average, of a shift of all colours. */
const SEEN = DIRECTIONS.reduce((sum, { a }) => sum + Math.abs(a), 0) / DIRECTIONS.length;

export function paletteOf({ rgb }: Frame): Palette {
  const pixels = Math.floor(rgb.length / 3);
  // An odd step does not run along with the columns.
  const step = Math.max(1, Math.floor(pixels / SAMPLES)) | 1;
  const count = Math.ceil(pixels / step);
  const along = DIRECTIONS.map(() => new Float32Array(count));
  let lightness = 0;
  for (let i = 0; i < count; i += 1) {
    const at = i * step * 3;
    const { l, a, b } = toOklab(rgb[at]!, rgb[at + 1]!, rgb[at + 2]!);
    lightness += l / count;
    for (const [n, way] of DIRECTIONS.entries()) along[n]![i] = a * way.a + b * way.b;
  }
  const quantiles = along.map((values) => {
    values.sort();
    return Float32Array.from({ length: QUANTILES }, (_, q) => values[Math.floor(((q + 0.5) / QUANTILES) * count)]!);
  });
  return { lightness, quantiles };
}

/**
 * How far the colours of one palette must go to be those of another, as a distance in OKLab: the sliced
 * Wasserstein distance (Rabin, Peyré, Delon and Bernot, "Wasserstein barycenter and its application to texture
 * mixing", 2011) in the colour plane, so that a sky that turns from blue to red counts, though the means agree.
 */
export function colourDistance(one: Palette, other: Palette): number {
  let sum = 0;
  for (const [n, values] of one.quantiles.entries()) {
    for (let q = 0; q < QUANTILES; q += 1) sum += Math.abs(values[q]! - other.quantiles[n]![q]!);
  }
  return sum / QUANTILES / DIRECTIONS.length / SEEN;
}
