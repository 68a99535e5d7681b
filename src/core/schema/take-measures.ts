import { z } from 'zod';

/** How near a frame comes to a picture that was given for it. */
export const StillMatch = z.object({
  /** Peak signal-to-noise ratio in decibels; 99 where nothing differs. */
  psnr: z.number().min(0).max(99),
  /** Structural similarity: 1 is the same picture, about 0 another one. */
  ssim: z.number().min(-1).max(1),
});
export type StillMatch = z.infer<typeof StillMatch>;

/** The way of measuring that is in use. Takes measured in an earlier way are measured again. */
export const MEASURES_VERSION = 1;

/** What was measured of a take's frames; see domain/measure. */
export const TakeMeasures = z.object({
  version: z.int().positive(),
  /** How many frames were looked at. */
  frames: z.int().positive(),
  /** How much fine detail there is for the contrast there is. About 0.05 is soft, 0.25 crisp. */
  sharpness: z.number().nonnegative(),
  /** Spread of brightness, 0 to 0.5. */
  contrast: z.number().min(0).max(1),
  /** How little neighbouring pixels have in common: 0 a picture, 1 noise. */
  noise: z.number().min(0).max(1),
  /** How far what is seen moves, in picture widths a second. */
  motion: z.number().nonnegative(),
  /** How evenly it moves: 1 keeps its way and speed, 0 changes them wholly from frame to frame. */
  smoothness: z.number().min(0).max(1),
  /** Brightness that jumps from frame to frame and is no motion, 0 to 1. About 0.01 is seen. */
  flicker: z.number().min(0).max(1),
  /** Against the pictures it was made from, where there were any. */
  first: StillMatch.optional(),
  last: StillMatch.optional(),
});
export type TakeMeasures = z.infer<typeof TakeMeasures>;
