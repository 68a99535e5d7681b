import { z } from 'zod';

/** How much of the subject is in the picture. */
export const ShotSize = z.enum([
  'extreme-wide',
  'wide',
  'full',
  'medium',
  'medium-close-up',
  'close-up',
  'extreme-close-up',
]);
export type ShotSize = z.infer<typeof ShotSize>;

export const CameraMove = z.enum([
  'static',
  'pan-left',
  'pan-right',
  'tilt-up',
  'tilt-down',
  'zoom-in',
  'zoom-out',
  'dolly-in',
  'dolly-out',
  'truck-left',
  'truck-right',
  'crane-up',
  'crane-down',
  'orbit-left',
  'orbit-right',
  'handheld',
]);
export type CameraMove = z.infer<typeof CameraMove>;
