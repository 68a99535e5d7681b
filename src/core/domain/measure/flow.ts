import { mean, median, type Plane, spreadOf } from './frame.ts';

/** What moved from one frame to the next. */
export interface Flow {
  /** The way that what is seen went, in picture widths: right and down are positive. */
  readonly x: number;
  readonly y: number;
  /** How far its parts went on average, whatever their ways. Picture widths. */
  readonly distance: number;
  /** How much brighter it became, along its motion. */
  readonly brighter: number;
}

const STILL: Flow = { x: 0, y: 0, distance: 0, brighter: 0 };

/** The side of a block, and how far its match is sought. Pixels of a plane of `FLOW_SIDE`. */
const BLOCK = 8;
const REACH = 6;
/** Flow is measured with the longer side this long. Pixels. */
export const FLOW_SIDE = 96;
/** A block with less spread than this has nothing to follow. */
const BARE = 0.02;
/** What a pixel of distance costs a match, so that what fits everywhere stays where it is. */
const NEARER = 0.02;

/**
 * Block matching by the sum of absolute differences with each block's own mean taken away, over the
 * full reach, refined below a pixel by a parabola through the neighbours (see Barjatya, "Block matching
 * algorithms for motion estimation", 2004). Without the means a change of light is no motion; what the
 * matched blocks' means differ by is that light.
 */
export function flowBetween(before: Plane, after: Plane): Flow {
  const { width, height } = before;
  const reach = Math.min(REACH, Math.floor((Math.min(width, height) - BLOCK) / 2));
  if (reach < 1 || after.width !== width || after.height !== height) return STILL;
  const sums = summed(before);
  const ways: { x: number; y: number }[] = [];
  const brighter: number[] = [];
  for (let y = reach; y + BLOCK + reach <= height; y += BLOCK) {
    for (let x = reach; x + BLOCK + reach <= width; x += BLOCK) {
      const block = blockAt(after, x, y);
      const way = match(before, sums, block, x, y, reach);
      if (block.spread >= BARE) ways.push({ x: -way.x / width, y: -way.y / width });
      brighter.push(block.mean - meanAt(sums, width, x + Math.round(way.x), y + Math.round(way.y)));
    }
  }
  return {
    x: mean(ways.map((way) => way.x)),
    y: mean(ways.map((way) => way.y)),
    distance: mean(ways.map((way) => Math.hypot(way.x, way.y))),
    brighter: median(brighter),
  };
}

interface Block {
  /** With the mean taken away. */
  readonly values: Float32Array;
  readonly mean: number;
  readonly spread: number;
}

function blockAt({ width, values }: Plane, x: number, y: number): Block {
  const own = new Float32Array(BLOCK * BLOCK);
  for (let row = 0; row < BLOCK; row += 1) own.set(values.subarray((y + row) * width + x, (y + row) * width + x + BLOCK), row * BLOCK);
  const { mean: middle, spread } = spreadOf(own);
  return { values: own.map((value) => value - middle), mean: middle, spread };
}

/** Where the block came from, relative to where it is. Pixels. */
function match(plane: Plane, sums: Float64Array, block: Block, x: number, y: number, reach: number): { x: number; y: number } {
  if (block.spread < BARE) return { x: 0, y: 0 };
  const side = 2 * reach + 1;
  const costs = new Float32Array(side * side);
  let best = reach * side + reach;
  let least = Infinity;
  for (let dy = -reach; dy <= reach; dy += 1) {
    for (let dx = -reach; dx <= reach; dx += 1) {
      const at = (dy + reach) * side + dx + reach;
      const cost = difference(plane, sums, block, x + dx, y + dy);
      costs[at] = cost;
      const weighed = cost + NEARER * Math.hypot(dx, dy);
      if (weighed < least) [least, best] = [weighed, at];
    }
  }
  const column = best % side;
  const row = (best - column) / side;
  const between = (at: number, step: number, inside: boolean) => (inside ? lowest(costs[at - step]!, costs[at]!, costs[at + step]!) : 0);
  return {
    x: column - reach + between(best, 1, column > 0 && column < side - 1),
    y: row - reach + between(best, side, row > 0 && row < side - 1),
  };
}

function difference({ width, values }: Plane, sums: Float64Array, block: Block, x: number, y: number): number {
  const middle = meanAt(sums, width, x, y);
  let sum = 0;
  for (let row = 0; row < BLOCK; row += 1) {
    const from = (y + row) * width + x;
    for (let column = 0; column < BLOCK; column += 1) sum += Math.abs(values[from + column]! - middle - block.values[row * BLOCK + column]!);
  }
  return sum;
}

/** Where between −½ and ½ a parabola through three costs is lowest; the middle one is the least of them. */
function lowest(left: number, middle: number, right: number): number {
  const bend = left - 2 * middle + right;
  return bend <= 0 ? 0 : Math.min(0.5, Math.max(-0.5, (left - right) / (2 * bend)));
}

/** Sums over all above and left (Crow, "Summed-area tables", SIGGRAPH 1984), one row and column larger. */
function summed({ width, height, values }: Plane): Float64Array {
  const sums = new Float64Array((width + 1) * (height + 1));
  for (let y = 0; y < height; y += 1) {
    let row = 0;
    for (let x = 0; x < width; x += 1) {
      row += values[y * width + x]!;
      sums[(y + 1) * (width + 1) + x + 1] = sums[y * (width + 1) + x + 1]! + row;
    }
  }
  return sums;
}

function meanAt(sums: Float64Array, width: number, x: number, y: number): number {
  const row = width + 1;
  const top = y * row + x;
  const bottom = (y + BLOCK) * row + x;
  return (sums[bottom + BLOCK]! - sums[bottom]! - sums[top + BLOCK]! + sums[top]!) / (BLOCK * BLOCK);
}
