import type { StillMatch } from '../../schema/take-measures.ts';
import { channelOf, type Frame, lumaOf, type Plane, resized } from './frame.ts';

/** Frames are compared with their longer side this long: a shift of a pixel or the encoder's grain is no difference then. */
const SIDE = 64;
/** The window of the structural similarity, and how far it is moved on. Pixels. */
const WINDOW = 8;
const STRIDE = 4;
const MOST_DECIBELS = 99;

/**
 * How near a frame is to a picture. PSNR over red, green and blue; SSIM over brightness after Wang, Bovik,
 * Sheikh and Simoncelli, "Image quality assessment: from error visibility to structural similarity", IEEE
 * Transactions on Image Processing 13 (2004), with its constants, over even windows. Sizes may differ: both
 * are brought to one.
 */
export function matchStill(frame: Frame, still: Frame): StillMatch {
  const { width, height } = sizeFor(frame);
  let squares = 0;
  for (const channel of [0, 1, 2] as const) {
    const a = resized(channelOf(frame, channel), width, height).values;
    const b = resized(channelOf(still, channel), width, height).values;
    for (let i = 0; i < a.length; i += 1) squares += (a[i]! - b[i]!) ** 2;
  }
  const error = squares / (3 * width * height);
  const psnr = error === 0 ? MOST_DECIBELS : Math.min(MOST_DECIBELS, Math.max(0, -10 * Math.log10(error)));
  return { psnr, ssim: structure(resized(lumaOf(frame), width, height), resized(lumaOf(still), width, height)) };
}

function sizeFor({ width, height }: Frame): { width: number; height: number } {
  const scale = SIDE / Math.max(width, height);
  return { width: Math.max(WINDOW, Math.round(width * scale)), height: Math.max(WINDOW, Math.round(height * scale)) };
}

/** The mean structural similarity of two planes of one size. */
export function structure(a: Plane, b: Plane): number {
  let sum = 0;
  let windows = 0;
  for (let y = 0; y + WINDOW <= a.height; y += STRIDE) {
    for (let x = 0; x + WINDOW <= a.width; x += STRIDE) {
      sum += similarity(a, b, x, y);
      windows += 1;
    }
  }
  return Math.min(1, Math.max(-1, sum / windows));
}

function similarity(a: Plane, b: Plane, x: number, y: number): number {
  let sumA = 0;
  let sumB = 0;
  let squaresA = 0;
  let squaresB = 0;
  let products = 0;
  for (let row = y; row < y + WINDOW; row += 1) {
    for (let at = row * a.width + x; at < row * a.width + x + WINDOW; at += 1) {
      const one = a.values[at]!;
      const other = b.values[at]!;
      sumA += one;
      sumB += other;
      squaresA += one * one;
      squaresB += other * other;
      products += one * other;
    }
  }
  const count = WINDOW * WINDOW;
  const meanA = sumA / count;
  const meanB = sumB / count;
  const varianceA = squaresA / count - meanA ** 2;
  const varianceB = squaresB / count - meanB ** 2;
  const together = products / count - meanA * meanB;
  const c1 = 0.01 ** 2;
  const c2 = 0.03 ** 2;
  return ((2 * meanA * meanB + c1) * (2 * together + c2)) / ((meanA ** 2 + meanB ** 2 + c1) * (varianceA + varianceB + c2));
}
