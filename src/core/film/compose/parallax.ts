import type { CameraView } from './camera.ts';
import type { Pixels } from './canvas-port.ts';
import type { DepthGrid } from './depth-grid.ts';

/** How far, at full strength, the nearest moves against the farthest for each width that the camera moves. */
const REACH = 0.5;
/** Depth that moves as a flat picture would. */
const PIVOT = 0.5;
/** How far from the middle a camera may stand before it takes no more effect. Shares of the picture. */
const FARTHEST = 0.25;
/** How much of the picture, at full strength, is left outside, so that nothing is seen of what bends in at its border. */
const OVER_SCAN = 0.05;
/** The most cells that are looked at along one ray. */
const STEPS = 24;

/** Where in the picture each node of a grid finds what is seen there: shares of width and height, x and y in turn. */
function bentGrid({ width, height, near }: DepthGrid, { x: cx, y: cy, zoom }: CameraView, strength: number): Float32Array {
  const field = new Float32Array(2 * width * height);
  const reach = REACH * strength;
  const shiftX = reach * held(cx - 0.5);
  const shiftY = reach * held(cy - 0.5);
  const closer = reach * Math.log(zoom);
  const inner = 1 / (1 + OVER_SCAN * strength);
  for (let row = 0, at = 0; row < height; row += 1) {
    const y = 0.5 + (row / (height - 1) - 0.5) * inner;
    for (let column = 0; column < width; column += 1, at += 2) {
      const x = 0.5 + (column / (width - 1) - 0.5) * inner;
      // How far the nearest is moved against the farthest here.
      const wayX = closer * (x - cx) - shiftX;
      const wayY = closer * (y - cy) - shiftY;
      const steps = Math.min(STEPS, Math.max(1, Math.ceil(Math.max(Math.abs(wayX) * width, Math.abs(wayY) * height))));
      // Along the ray from the nearest to the farthest: what is met first hides the rest, and between two depths the picture is stretched.
      let before = 1;
      let short = nearAt(near, width, height, x - (1 - PIVOT) * wayX, y - (1 - PIVOT) * wayY) - 1;
      let met = 1;
      for (let step = 1; step <= steps && short < 0; step += 1) {
        const depth = 1 - step / steps;
        const over = nearAt(near, width, height, x - (depth - PIVOT) * wayX, y - (depth - PIVOT) * wayY) - depth;
        met = over >= 0 ? before + (depth - before) * (short / (short - over)) : depth;
        before = depth;
        short = over;
      }
      field[at] = x - (met - PIVOT) * wayX;
      field[at + 1] = y - (met - PIVOT) * wayY;
    }
  }
  return field;
}

const held = (away: number): number => FARTHEST * Math.tanh(away / FARTHEST);

function nearAt(near: Float32Array, width: number, height: number, x: number, y: number): number {
  const column = Math.min(width - 1, Math.max(0, x * (width - 1)));
  const row = Math.min(height - 1, Math.max(0, y * (height - 1)));
  const left = Math.min(width - 2, Math.floor(column));
  const top = Math.min(height - 2, Math.floor(row));
  const at = top * width + left;
  const across = column - left;
  const above = near[at]! + across * (near[at + 1]! - near[at]!);
  const below = near[at + width]! + across * (near[at + width + 1]! - near[at + width]!);
  return above + (row - top) * (below - above);
}

/**
 * A still as a camera sees it that moves before it: near parts are moved more than far ones, what they uncover is
 * stretched over. `out`, of the same size, is then placed in the frame as the flat still is. The same in every host.
 */
export function bendStill(still: Pixels, grid: DepthGrid, view: CameraView, strength: number, out: Pixels): void {
  const field = bentGrid(grid, view, strength);
  const { width, height } = still;
  // Four colours at once: two by two, each with room for its product with a weight of eight bits.
  const from = new Int32Array(still.data.buffer, still.data.byteOffset, width * height);
  const to = new Int32Array(out.data.buffer, out.data.byteOffset, width * height);
  const across = new Float32Array(2 * grid.width);
  const stepX = (grid.width - 1) / width;
  for (let y = 0, target = 0; y < height; y += 1) {
    rowOf(field, grid, (y + 0.5) / height, across);
    for (let x = 0; x < width; x += 1, target += 1) {
      const column = (x + 0.5) * stepX;
      const left = Math.min(grid.width - 2, column | 0);
      const share = column - left;
      const at = 2 * left;
      const bentX = across[at]! + share * (across[at + 2]! - across[at]!);
      const bentY = across[at + 1]! + share * (across[at + 3]! - across[at + 1]!);
      // In the middle of pixels, and never beyond the last. In 256ths.
      const sourceX = (256 * Math.min(width - 1, Math.max(0, bentX * width - 0.5)) + 0.5) | 0;
      const sourceY = (256 * Math.min(height - 1, Math.max(0, bentY * height - 0.5)) + 0.5) | 0;
      const a = (sourceY >> 8) * width + (sourceX >> 8);
      const right = sourceX >> 8 < width - 1 ? 1 : 0;
      const down = sourceY >> 8 < height - 1 ? width : 0;
      const shareX = sourceX & 255;
      const shareY = sourceY & 255;
      const weightD = (shareX * shareY) >> 8;
      const weightB = shareX - weightD;
      const weightC = shareY - weightD;
      const weightA = 256 - shareX - shareY + weightD;
      const pixelA = from[a]!;
      const pixelB = from[a + right]!;
      const pixelC = from[a + down]!;
      const pixelD = from[a + down + right]!;
      const odd = (HALF + Math.imul(pixelA & ODD, weightA) + Math.imul(pixelB & ODD, weightB) + Math.imul(pixelC & ODD, weightC) + Math.imul(pixelD & ODD, weightD)) | 0;
      const even = (HALF + Math.imul((pixelA >>> 8) & ODD, weightA) + Math.imul((pixelB >>> 8) & ODD, weightB) + Math.imul((pixelC >>> 8) & ODD, weightC) + Math.imul((pixelD >>> 8) & ODD, weightD)) | 0;
      to[target] = ((odd >>> 8) & ODD) | (even & ~ODD);
    }
  }
}

/** Every other byte of a pixel. */
const ODD = 0x00ff00ff;
/** A half of each, before it is cut off. */
const HALF = 0x00800080;

/** A row of the field at a share of its height. */
function rowOf(field: Float32Array, { width, height }: DepthGrid, share: number, row: Float32Array): void {
  const at = share * (height - 1);
  const top = Math.min(height - 2, Math.floor(at));
  const part = at - top;
  const above = 2 * top * width;
  for (let i = 0; i < 2 * width; i += 1) row[i] = field[above + i]! + part * (field[above + 2 * width + i]! - field[above + i]!);
}
