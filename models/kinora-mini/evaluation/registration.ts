/**
 * How the camera moved between two frames: a shift and a zoom that lay one over the other, found by
 * iteratively reweighted Gauss-Newton on brightness, from coarse to fine. The subject is left out.
 */

/** Brightness 0..1 of one frame, row by row. */
export interface Plane {
  readonly width: number;
  readonly height: number;
  readonly values: Float32Array;
}

/** The move that takes the first frame to the second: pixels right, pixels down, and the natural logarithm of the zoom. */
export interface Move {
  readonly right: number;
  readonly down: number;
  readonly logZoom: number;
}

/** A disc in pixels that is not part of the backdrop. */
export interface Disc {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

const LEVELS = [4, 2, 1];
const ROUNDS = 12;
/** Brightness differences above this count less (Huber's weight). */
const TRUSTED = 0.06;

/** Brightness of frame `index` in RGB bytes. */
export function plane(rgb: Uint8Array, width: number, height: number, index: number): Plane {
  const values = new Float32Array(width * height);
  const start = index * width * height * 3;
  for (let i = 0; i < values.length; i++) {
    const at = start + i * 3;
    values[i] = (0.299 * rgb[at]! + 0.587 * rgb[at + 1]! + 0.114 * rgb[at + 2]!) / 255;
  }
  return { width, height, values };
}

function halved(image: Plane, factor: number): Plane {
  const width = Math.floor(image.width / factor);
  const height = Math.floor(image.height / factor);
  const values = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let v = 0; v < factor; v++) {
        for (let u = 0; u < factor; u++) sum += image.values[(y * factor + v) * image.width + x * factor + u]!;
      }
      values[y * width + x] = sum / (factor * factor);
    }
  }
  return { width, height, values };
}

function sample(image: Plane, x: number, y: number): number {
  const column = Math.floor(x);
  const row = Math.floor(y);
  const fx = x - column;
  const fy = y - row;
  const at = row * image.width + column;
  const above = image.values[at]! * (1 - fx) + image.values[at + 1]! * fx;
  const below = image.values[at + image.width]! * (1 - fx) + image.values[at + image.width + 1]! * fx;
  return above * (1 - fy) + below * fy;
}

/** Solves a symmetric 3×3 system by Cramer's rule; zeros where it has no solution. */
function solve(m: readonly number[], v: readonly number[]): [number, number, number] {
  const [a, b, c, d, e, f] = m as [number, number, number, number, number, number];
  const det = a * (d * f - e * e) - b * (b * f - e * c) + c * (b * e - d * c);
  if (Math.abs(det) < 1e-12) return [0, 0, 0];
  const [p, q, r] = v as [number, number, number];
  return [
    (p * (d * f - e * e) - b * (q * f - e * r) + c * (q * e - d * r)) / det,
    (a * (q * f - e * r) - p * (b * f - e * c) + c * (b * r - q * c)) / det,
    (a * (d * r - q * e) - b * (b * r - q * c) + p * (b * e - d * c)) / det,
  ];
}

function refine(from: Plane, to: Plane, hidden: readonly Disc[], start: Move): Move {
  const { width, height } = from;
  const midX = (width - 1) / 2;
  const midY = (height - 1) / 2;
  let { right, down, logZoom } = start;
  for (let round = 0; round < ROUNDS; round++) {
    const zoom = Math.exp(logZoom);
    const m = [1e-6, 0, 0, 1e-6, 0, 1e-2];
    const v = [0, 0, 0];
    for (let y = 1; y < height - 1; y++) {
      for (let x = 1; x < width - 1; x++) {
        if (hidden.some((disc) => (x - disc.x) ** 2 + (y - disc.y) ** 2 < disc.radius ** 2)) continue;
        const toX = (x - midX) * zoom + midX + right;
        const toY = (y - midY) * zoom + midY + down;
        if (toX < 1 || toY < 1 || toX > width - 3 || toY > height - 3) continue;
        const gx = (sample(to, toX + 1, toY) - sample(to, toX - 1, toY)) / 2;
        const gy = (sample(to, toX, toY + 1) - sample(to, toX, toY - 1)) / 2;
        const gz = (gx * (x - midX) + gy * (y - midY)) * zoom;
        const off = from.values[y * width + x]! - sample(to, toX, toY);
        const weight = Math.min(1, TRUSTED / Math.max(Math.abs(off), 1e-6));
        m[0]! += weight * gx * gx;
        m[1]! += weight * gx * gy;
        m[2]! += weight * gx * gz;
        m[3]! += weight * gy * gy;
        m[4]! += weight * gy * gz;
        m[5]! += weight * gz * gz;
        v[0]! += weight * gx * off;
        v[1]! += weight * gy * off;
        v[2]! += weight * gz * off;
      }
    }
    const [stepRight, stepDown, stepZoom] = solve(m, v);
    right += stepRight;
    down += stepDown;
    logZoom += stepZoom;
    if (Math.abs(stepRight) + Math.abs(stepDown) + Math.abs(stepZoom) * width < 0.01) break;
  }
  return { right, down, logZoom };
}

/** The move from one frame to the next; `hidden` are the discs, in pixels, to leave out of the first. */
export function register(from: Plane, to: Plane, hidden: readonly Disc[] = []): Move {
  let move: Move = { right: 0, down: 0, logZoom: 0 };
  for (const level of LEVELS) {
    const scaled = { right: move.right / level, down: move.down / level, logZoom: move.logZoom };
    const discs = hidden.map(({ x, y, radius }) => ({ x: x / level, y: y / level, radius: radius / level }));
    const found = refine(halved(from, level), halved(to, level), discs, scaled);
    move = { right: found.right * level, down: found.down * level, logZoom: found.logZoom };
  }
  return move;
}
