import type { Frame } from '../../domain/frames/frame.ts';

/** Cells that a frame is looked at in, along each side. */
const CELLS = 12;
/** From this mean difference of their cells on, of 255, two frames are taken for two scenes. */
const ANOTHER_SCENE = 48;

/** Whether there is a cut between two frames: their colours differ nearly everywhere, whatever has moved. */
export function isSceneChange(before: Frame, after: Frame): boolean {
  const [first, second] = [cellsOf(before), cellsOf(after)];
  const difference = first.reduce((sum, value, i) => sum + Math.abs(value - second[i]!), 0) / first.length;
  return difference >= ANOTHER_SCENE;
}

/** The mean colour of each cell. */
function cellsOf({ width, height, rgba }: Frame): Float64Array {
  const sums = new Float64Array(CELLS * CELLS * 3);
  const counts = new Float64Array(CELLS * CELLS);
  for (let y = 0; y < height; y += 1) {
    const row = Math.floor((y * CELLS) / height) * CELLS;
    for (let x = 0; x < width; x += 1) {
      const cell = row + Math.floor((x * CELLS) / width);
      const at = (y * width + x) * 4;
      for (let channel = 0; channel < 3; channel += 1) sums[cell * 3 + channel]! += rgba[at + channel]!;
      counts[cell]! += 1;
    }
  }
  return sums.map((sum, i) => sum / Math.max(1, counts[Math.floor(i / 3)]!));
}
