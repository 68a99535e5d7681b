import type { Clip } from './clip.ts';
import type { Verdict } from './judge.ts';
import { plane, register } from './registration.ts';

/** A path shorter than this, as a share of the frame, has no direction. The world's paths are 0.42 to 0.6 long. */
const SHORTEST_PATH = 0.15;
/** Frames between which the camera's move is measured, so that each step is small. */
const STRIDE = 4;
/**
 * Typical moves of the world's whole backdrop, near and far together, over a clip: as a share of the
 * frame, and as a logarithm. Under a tilt the near land moves more than the sky, which looks a
 * little like a zoom, so the two are compared in these units; below a third of them is no move.
 */
const TYPICAL_SHIFT = 0.12;
const TYPICAL_LOG_ZOOM = 0.27;
const LEAST = 0.33;

/** Which way the subject went over the clip: left, right, up, down, or none. */
export function direction(clip: Clip, verdict: Verdict): string {
  const first = verdict.where[0]!;
  const last = verdict.where.at(-1)!;
  const right = (last.x - first.x) / clip.width;
  const down = (last.y - first.y) / clip.height;
  if (Math.max(Math.abs(right), Math.abs(down)) < SHORTEST_PATH) return 'none';
  if (Math.abs(right) > Math.abs(down)) return right > 0 ? 'right' : 'left';
  return down > 0 ? 'down' : 'up';
}

/** The camera's move over the clip, in the vocabulary's words, from the registered backdrop. */
export function camera(clip: Clip, where: Verdict['where']): string {
  let right = 0;
  let down = 0;
  let logZoom = 0;
  for (let index = 0; index + STRIDE < clip.frames; index += STRIDE) {
    const discs = [where[index], where[index + STRIDE]].filter((disc) => disc !== undefined);
    const move = register(
      plane(clip.rgb, clip.width, clip.height, index),
      plane(clip.rgb, clip.width, clip.height, index + STRIDE),
      discs.map((disc) => ({ ...disc, radius: disc.radius * 1.25 + 2 })),
    );
    right += move.right / clip.width;
    down += move.down / clip.height;
    logZoom += move.logZoom;
  }
  const shift = Math.max(Math.abs(right), Math.abs(down)) / TYPICAL_SHIFT;
  const zoom = Math.abs(logZoom) / TYPICAL_LOG_ZOOM;
  if (Math.max(shift, zoom) < LEAST) return 'static';
  if (zoom > shift) return logZoom > 0 ? 'zoom_in' : 'zoom_out';
  if (Math.abs(right) > Math.abs(down)) return right > 0 ? 'pan_left' : 'pan_right';
  return down > 0 ? 'tilt_up' : 'tilt_down';
}
