import type { Clip } from '../../schema/clip.ts';
import type { FrameRate } from '../../schema/film-time.ts';
import { takeFrame } from '../timeline/shown-at.ts';

/** A take's own length in frames and how fast it was made. */
interface Footage {
  readonly frames: number;
  readonly frameRate: number;
}

/** Which frames of a take are looked at on one side of a cut, and how many of them are seen in a second. */
export interface EdgeFrames {
  readonly at: readonly number[];
  readonly rate: number;
}

/** So many on either side: enough to know which way things move. */
const FRAMES = 4;

/**
 * The frames at a clip's edge as the film shows them, in order: of each frame of the take one. A clip that
 * is longer than its take stands still on the last one, and that frame is named again.
 */
export function edgeFrames(clip: Pick<Clip, 'sourceStart' | 'length'>, edge: 'start' | 'end', take: Footage, rate: FrameRate): EdgeFrames {
  const filmRate = rate.numerator / rate.denominator;
  const step = Math.max(1, filmRate / take.frameRate);
  const count = take.frames === 1 ? 1 : Math.min(FRAMES, Math.max(1, Math.ceil(clip.length / step)));
  const at = Array.from({ length: count }, (_, i) => {
    const away = Math.round(i * step);
    return takeFrame(clip, edge === 'start' ? away : clip.length - 1 - away, take, rate);
  });
  return { at: edge === 'start' ? at : at.reverse(), rate: filmRate / step };
}
