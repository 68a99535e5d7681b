import { depthGrid } from '#core/film/compose/depth-grid.ts';
import { bendStill } from '#core/film/compose/parallax.ts';
import { type Measure, median, timed } from './measure.ts';

/** Frames of a still, after one that does not count: a camera that goes from one side to the other, and nearer. */
const FRAMES = 24;
const STILL = { width: 1280, height: 720 };
const MAP = { width: 518, height: 294 };

/** How fast a still is bent by its depth, frame by frame, as preview and export do it. */
export async function depthMeasures(): Promise<Measure> {
  const still = drawn(STILL, (x, y) => [x * 5, y * 3, x ^ y]);
  // Balls before a slope: much that hides something else.
  const grid = depthGrid(drawn(MAP, (x, y) => Array.from({ length: 3 }, () => 40 + (y / MAP.height) * 80 + (Math.hypot((x % 90) - 45, (y % 90) - 45) < 30 ? 120 : 0))));
  const out = { ...STILL, data: new Uint8ClampedArray(still.data.length) };
  const times: number[] = [];
  for (let frame = 0; frame <= FRAMES; frame += 1) {
    const share = frame / FRAMES;
    times.push(await timed(async () => bendStill(still, grid, { x: 0.4 + 0.2 * share, y: 0.5, zoom: 1 + 0.25 * share, turn: 0 }, 0.5, out)));
  }
  const each = median(times.slice(1));
  return { name: `depth of a still, frames of ${STILL.width} × ${STILL.height}`, value: 1000 / each, unit: 'fps', detail: `${each.toFixed(1)} ms a frame in Node, on the processor, at half strength` };
}

function drawn({ width, height }: typeof STILL, colour: (x: number, y: number) => readonly number[]) {
  const data = new Uint8ClampedArray(4 * width * height);
  for (let y = 0, at = 0; y < height; y += 1) for (let x = 0; x < width; x += 1, at += 4) data.set([...colour(x, y).map((value) => value & 255), 255], at);
  return { width, height, data };
}
