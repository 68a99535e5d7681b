import { MEASURES_VERSION, type TakeMeasures } from '../../schema/take-measures.ts';
import { detailOf } from './detail.ts';
import { type Frame, lumaOf, median } from './frame.ts';
import { matchStill } from './match-still.ts';
import { flowsOf, forFlow, motionOf } from './motion.ts';

export interface MeasuredAgainst {
  /** How many of the given frames are seen in a second. */
  readonly rate: number;
  /** The pictures that the take was made from, cropped to its shape. */
  readonly first?: Frame | undefined;
  readonly last?: Frame | undefined;
}

/** Sharpness is looked for in so many frames at most, evenly spread. */
const DETAILED = 8;

/** What can be measured of a take. `frames`: all of one size, in order, none left out; a still is one frame. */
export function measureTake(frames: readonly Frame[], { rate, first, last }: MeasuredAgainst): TakeMeasures {
  const [start] = frames;
  const end = frames.at(-1);
  if (!start || !end) throw new Error('a take without frames');
  const details = spread(frames, DETAILED).map((frame) => detailOf(lumaOf(frame)));
  return {
    version: MEASURES_VERSION,
    frames: frames.length,
    sharpness: median(details.map(({ sharpness }) => sharpness)),
    contrast: median(details.map(({ contrast }) => contrast)),
    noise: median(details.map(({ noise }) => noise)),
    ...motionOf(flowsOf(frames.map(forFlow)), rate),
    ...(first && { first: matchStill(start, first) }),
    ...(last && { last: matchStill(end, last) }),
  };
}

/** So many of a list, evenly spread, the first and the last among them. */
function spread<One>(all: readonly One[], most: number): One[] {
  if (all.length <= most) return [...all];
  return Array.from({ length: most }, (_, i) => all[Math.round((i * (all.length - 1)) / (most - 1))]!);
}
