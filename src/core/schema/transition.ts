import { z } from 'zod';
import { FrameCount } from './film-time.ts';

/** Where a wipe or a push moves to. */
export const WipeDirection = z.enum(['left', 'right', 'up', 'down']);
export type WipeDirection = z.infer<typeof WipeDirection>;

/** `out`: this clip fades to black; `in`: the next rises from black; `through`: both, half the length each. */
export const FadeDirection = z.enum(['out', 'in', 'through']);
export type FadeDirection = z.infer<typeof FadeDirection>;

/**
 * How a clip goes over into the next one. Lengths in frames. A dissolve, a wipe or a push shows both
 * clips at once, so they overlap by its length; a fade and a cut take no time away.
 */
export const Transition = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('cut') }),
  z.object({ kind: z.literal('fade'), frames: FrameCount, direction: FadeDirection }),
  z.object({ kind: z.literal('dissolve'), frames: FrameCount }),
  z.object({ kind: z.literal('wipe'), frames: FrameCount, direction: WipeDirection }),
  /** The next clip pushes this one out of the picture. */
  z.object({ kind: z.literal('push'), frames: FrameCount, direction: WipeDirection }),
]);
export type Transition = z.infer<typeof Transition>;

export const CUT: Transition = { kind: 'cut' };
