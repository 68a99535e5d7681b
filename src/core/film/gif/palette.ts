/** Colours are counted in steps of eight: five bits a channel. */
const BITS = 5;
const STEPS = 1 << BITS;
const SHIFT = 8 - BITS;
/** How far ordered dithering moves a channel at most, in steps of 1 to 255. */
const DITHER = 5;
/** Bayer's matrix of four by four. */
const BAYER = [0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5];

/** Colours as red, green, blue bytes, and each pixel of a picture as one of them. */
export interface Indexed {
  readonly palette: Uint8Array;
  readonly pixels: Uint8Array;
}

const binOf = (r: number, g: number, b: number): number => ((r >> SHIFT) << (2 * BITS)) | ((g >> SHIFT) << BITS) | (b >> SHIFT);
const CHANNELS = [2 * BITS, BITS, 0] as const;

/** A picture of RGBA bytes in at most `most` colours of its own: median cut (Heckbert, 1982), dithered. */
export function indexColours(rgba: Uint8ClampedArray, width: number, height: number, most: number): Indexed {
  const counts = new Uint32Array(STEPS ** 3);
  const sums = new Float64Array(3 * counts.length);
  for (let at = 0; at < rgba.length; at += 4) {
    const bin = binOf(rgba[at]!, rgba[at + 1]!, rgba[at + 2]!);
    counts[bin]! += 1;
    for (let channel = 0; channel < 3; channel += 1) sums[3 * bin + channel]! += rgba[at + channel]!;
  }
  const boxes = cut(counts, most);
  const palette = Uint8Array.from(boxes.flatMap((box) => meanOf(box, counts, sums)));
  return { palette, pixels: assign(rgba, width, height, palette) };
}

/** Bins that share a colour. */
type Box = readonly number[];

function cut(counts: Uint32Array, most: number): Box[] {
  const used = Array.from(counts.keys()).filter((bin) => counts[bin]! > 0);
  const boxes: { bins: Box; spread: Spread }[] = [{ bins: used, spread: spreadOf(used, counts) }];
  while (boxes.length < most) {
    let widest = 0;
    for (let i = 1; i < boxes.length; i += 1) if (boxes[i]!.spread.weight > boxes[widest]!.spread.weight) widest = i;
    const { bins, spread } = boxes[widest]!;
    if (spread.weight === 0) break;
    const parts = halve(bins, spread, counts).map((part) => ({ bins: part, spread: spreadOf(part, counts) }));
    boxes.splice(widest, 1, ...parts);
  }
  return boxes.map(({ bins }) => bins);
}

interface Spread {
  /** The channel in which a box is widest, as the bits that it is shifted by. */
  readonly shift: number;
  /** How much is gained by cutting the box; 0 where it cannot be cut. */
  readonly weight: number;
}

function spreadOf(bins: Box, counts: Uint32Array): Spread {
  let pixels = 0;
  for (const bin of bins) pixels += counts[bin]!;
  let best: Spread = { shift: 0, weight: 0 };
  for (const shift of CHANNELS) {
    let [least, most] = [STEPS, -1];
    for (const bin of bins) {
      const value = (bin >> shift) & (STEPS - 1);
      if (value < least) least = value;
      if (value > most) most = value;
    }
    const weight = (most - least) * Math.sqrt(pixels);
    if (weight > best.weight) best = { shift, weight };
  }
  return best;
}

/** Both sides of the value that parts a box's pixels most evenly. */
function halve(bins: Box, { shift }: Spread, counts: Uint32Array): [Box, Box] {
  const value = (bin: number): number => (bin >> shift) & (STEPS - 1);
  const sorted = [...bins].sort((a, b) => value(a) - value(b));
  let all = 0;
  for (const bin of bins) all += counts[bin]!;
  let seen = 0;
  let at = 0;
  while (at < sorted.length - 1 && seen < all / 2) seen += counts[sorted[at++]!]!;
  return [sorted.slice(0, Math.max(1, at)), sorted.slice(Math.max(1, at))];
}

function meanOf(bins: Box, counts: Uint32Array, sums: Float64Array): number[] {
  const mean = [0, 0, 0];
  let pixels = 0;
  for (const bin of bins) {
    pixels += counts[bin]!;
    for (let channel = 0; channel < 3; channel += 1) mean[channel]! += sums[3 * bin + channel]!;
  }
  return mean.map((sum) => Math.round(sum / Math.max(1, pixels)));
}

function assign(rgba: Uint8ClampedArray, width: number, height: number, palette: Uint8Array): Uint8Array {
  /** The nearest colour of each bin plus one; 0 where nobody has asked yet. */
  const known = new Uint16Array(STEPS ** 3);
  const pixels = new Uint8Array(width * height);
  const held = (value: number): number => (value < 0 ? 0 : value > 255 ? 255 : value);
  for (let y = 0, pixel = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, pixel += 1) {
      const moved = ((BAYER[((y & 3) << 2) | (x & 3)]! - 7.5) / 7.5) * DITHER;
      const at = 4 * pixel;
      const bin = binOf(held(rgba[at]! + moved), held(rgba[at + 1]! + moved), held(rgba[at + 2]! + moved));
      pixels[pixel] = (known[bin] ||= nearest(bin, palette) + 1) - 1;
    }
  }
  return pixels;
}

function nearest(bin: number, palette: Uint8Array): number {
  const [r, g, b] = CHANNELS.map((shift) => (((bin >> shift) & (STEPS - 1)) << SHIFT) + (1 << (SHIFT - 1))) as [number, number, number];
  let best = 0;
  let least = Infinity;
  for (let at = 0; at < palette.length; at += 3) {
    // The eye sees green best and blue worst.
    const distance = 3 * (palette[at]! - r) ** 2 + 6 * (palette[at + 1]! - g) ** 2 + (palette[at + 2]! - b) ** 2;
    if (distance < least) [best, least] = [at / 3, distance];
  }
  return best;
}
