import { channelOf, type Frame, lumaOf, type Plane, resized } from './frame.ts';
import { structure } from './match-still.ts';

/** Stills are compared at this size, whatever theirs is: their layout and colours, no fine detail. Pixels. */
const WIDTH = 32;
const HEIGHT = 24;
/** How far one may be shifted against the other. Pixels of that size: about a sixteenth of the width. */
const SHIFT = 2;
/** A mean difference of a channel as large as this leaves no likeness. */
const OTHER_COLOUR = 0.3;
/** From this on two neighbouring stills are too alike to be two shots. */
export const TOO_ALIKE = 0.85;

/**
 * How alike two stills are: 1 is the same picture, 0 quite another one. The structure (SSIM, see
 * match-still) times how near the colours are, at the best of the small shifts, so that a camera
 * that moved by a hand's breadth makes no new picture.
 */
export function likeness(a: Frame, b: Frame): number {
  const [one, other] = [planesOf(a), planesOf(b)];
  let best = 0;
  for (let y = -SHIFT; y <= SHIFT; y += 1) {
    for (let x = -SHIFT; x <= SHIFT; x += 1) {
      const at = (planes: readonly Plane[], dx: number, dy: number) => planes.map((plane) => cropped(plane, dx, dy));
      best = Math.max(best, alike(at(one, x, y), at(other, -x, -y)));
    }
  }
  return best;
}

/** Brightness, red, green and blue. */
const planesOf = (frame: Frame): Plane[] =>
  [lumaOf(frame), ...([0, 1, 2] as const).map((channel) => channelOf(frame, channel))].map((plane) => resized(plane, WIDTH, HEIGHT));

function alike([luma, ...channels]: readonly Plane[], [otherLuma, ...others]: readonly Plane[]): number {
  let difference = 0;
  for (const [i, { values }] of channels.entries()) {
    for (let at = 0; at < values.length; at += 1) difference += Math.abs(values[at]! - others[i]!.values[at]!);
  }
  const colour = Math.max(0, 1 - difference / (3 * channels[0]!.values.length) / OTHER_COLOUR);
  return Math.max(0, structure(luma!, otherLuma!)) * colour;
}

/** Without a border of `SHIFT`, moved by half of the way that two are shifted against one another. */
function cropped({ width, height, values }: Plane, dx: number, dy: number): Plane {
  const [left, top] = [SHIFT + Math.ceil(dx / 2), SHIFT + Math.ceil(dy / 2)];
  const size = { width: width - 2 * SHIFT, height: height - 2 * SHIFT };
  const own = new Float32Array(size.width * size.height);
  for (let row = 0; row < size.height; row += 1) {
    const from = (top + row) * width + left;
    own.set(values.subarray(from, from + size.width), row * size.width);
  }
  return { ...size, values: own };
}
