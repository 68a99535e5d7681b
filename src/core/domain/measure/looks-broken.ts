import { detailOf, FLAT } from './detail.ts';
import { type Frame, lumaOf, spreadOf, channelOf } from './frame.ts';
import { matchStill } from './match-still.ts';

/** Why a picture will come to nothing. */
export type Broken = 'flat' | 'noise' | 'unlike-first';

/** From here on neighbouring pixels have too little in common to be a picture. */
const NOISE = 0.75;
/** Below this a frame has nothing of the picture it was to begin with. */
const UNLIKE = 0.05;
const UNLIKE_DECIBELS = 8;

/**
 * Whether a picture looks broken: of one colour, colour noise as a model leaves that computed no numbers,
 * or nothing like the picture that it is to begin with. `first` is that picture, where the frame is the
 * take's first one.
 */
export function looksBroken(frame: Frame, first?: Frame): Broken | undefined {
  const spread = Math.max(...([0, 1, 2] as const).map((channel) => spreadOf(channelOf(frame, channel).values).spread));
  if (spread < FLAT) return 'flat';
  if (detailOf(lumaOf(frame)).noise > NOISE) return 'noise';
  if (!first) return undefined;
  const { ssim, psnr } = matchStill(frame, first);
  return ssim < UNLIKE && psnr < UNLIKE_DECIBELS ? 'unlike-first' : undefined;
}
