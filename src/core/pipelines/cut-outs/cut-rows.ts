import type { Matte } from '../../domain/cut-outs/matte.ts';

/** What is known of a picture's edges at the size of its matte: how much is subject, and what colours subject and ground have thereabouts. */
export interface EdgeGuide extends Matte {
  /** `3 · width · height`, red, green and blue of each place, 0 to 255. */
  readonly subject: Float32Array;
  readonly ground: Float32Array;
}

/** How far is looked for the pure colours of both sides: this share of the matte's shorter side. */
const REACH = 1 / 16;

/** `small`: the picture in the matte's size, four bytes each. */
export function edgeGuide(matte: Matte, small: Uint8ClampedArray): EdgeGuide {
  const { width, height, values } = matte;
  const reach = Math.max(1, Math.round(Math.min(width, height) * REACH));
  // What is nearly pure tells far more of its side than what is half.
  const side = (share: (value: number) => number) => meanColours(matte, small, (at) => (share(values[at]!) / 255) ** 4, reach);
  return { width, height, values, subject: side((value) => value), ground: side((value) => 255 - value) };
}

/**
 * Cuts rows of a picture out, in place: four bytes each, from row `top` of a picture of `width × height`. Where an edge
 * is half ground, the ground's colour is taken out of it, so that it does not shine on another one (the blurred colours
 * of both sides stand for the pure ones: Forte, "Approximate fast foreground colour estimation", 2021). What is
 * transparent already stays so.
 */
export function cutRows(rgba: Uint8ClampedArray, picture: { readonly width: number; readonly height: number; readonly top: number }, guide: EdgeGuide): void {
  const rows = rgba.length / 4 / picture.width;
  const columns = Array.from({ length: picture.width }, (_, x) => between(x, picture.width, guide.width));
  for (let row = 0; row < rows; row++) {
    const line = between(picture.top + row, picture.height, guide.height);
    for (let x = 0; x < picture.width; x++) {
      const at = 4 * (row * picture.width + x);
      const place = columns[x]!;
      const alpha = sample(guide.values, guide.width, place, line, 1, 0) / 255;
      rgba[at + 3] = Math.round(rgba[at + 3]! * alpha);
      if (alpha === 0 || alpha === 1) continue;
      for (let colour = 0; colour < 3; colour++) {
        const subject = sample(guide.subject, guide.width, place, line, 3, colour);
        const ground = sample(guide.ground, guide.width, place, line, 3, colour);
        rgba[at + colour] = subject + alpha * (rgba[at + colour]! - alpha * subject - (1 - alpha) * ground);
      }
    }
  }
}

interface Between {
  readonly from: number;
  readonly to: number;
  /** How near it is to `to`, 0 to 1. */
  readonly share: number;
}

/** Where the middle of a pixel of `pixels` lies among `cells`. */
function between(pixel: number, pixels: number, cells: number): Between {
  const at = Math.max(0, Math.min(cells - 1, ((pixel + 0.5) * cells) / pixels - 0.5));
  const from = Math.floor(at);
  return { from, to: Math.min(cells - 1, from + 1), share: at - from };
}

function sample(values: Uint8Array | Float32Array, width: number, x: Between, y: Between, step: number, offset: number): number {
  const [first, second] = [step * y.from * width + offset, step * y.to * width + offset];
  const above = values[first + step * x.from]! * (1 - x.share) + values[first + step * x.to]! * x.share;
  const below = values[second + step * x.from]! * (1 - x.share) + values[second + step * x.to]! * x.share;
  return above * (1 - y.share) + below * y.share;
}

/** The mean colour about each place, counted by `weight`; its own colour where nothing counts. */
function meanColours({ width, height }: Matte, small: Uint8ClampedArray, weight: (at: number) => number, reach: number): Float32Array {
  const sums = Float32Array.from({ length: 4 * width * height }, (_, i) => (i % 4 === 3 ? 1 : small[i]!) * weight(i >> 2));
  const spread = along(along(sums, { lines: height, places: width, line: width, place: 1 }, reach), { lines: width, places: height, line: 1, place: width }, reach);
  const means = new Float32Array(3 * width * height);
  for (let at = 0; at < width * height; at++) {
    const counted = spread[4 * at + 3]!;
    for (let colour = 0; colour < 3; colour++) means[3 * at + colour] = counted > 1e-3 ? spread[4 * at + colour]! / counted : small[4 * at + colour]!;
  }
  return means;
}

/** Sums over `2 · reach + 1` places along lines, of four values each; `line` and `place` are how far apart those lie. */
function along(values: Float32Array, { lines, places, line, place }: Record<'lines' | 'places' | 'line' | 'place', number>, reach: number): Float32Array {
  const summed = new Float32Array(values.length);
  for (let row = 0; row < lines; row++) {
    for (let part = 0; part < 4; part++) {
      const index = (at: number) => 4 * (row * line + at * place) + part;
      let sum = 0;
      for (let at = -reach; at < places; at++) {
        if (at + reach < places) sum += values[index(at + reach)]!;
        if (at - reach - 1 >= 0) sum -= values[index(at - reach - 1)]!;
        if (at >= 0) summed[index(at)] = sum;
      }
    }
  }
  return summed;
}
