import { z } from 'zod';

/** A place on a film's time line: whole frames at the project's rate, from the first frame, 0. */
export const FrameIndex = z.int().nonnegative();
/** A length in whole frames at the project's rate. */
export const FrameCount = z.int().min(1);

/** Milliseconds since 1970. */
export const Instant = z.int().nonnegative();

/** Frames a second as an exact fraction: 29.97 is 30000 / 1001. */
export const FrameRate = z.object({
  numerator: z.int().min(1).max(240_000),
  denominator: z.int().min(1).max(1001),
});
export type FrameRate = z.infer<typeof FrameRate>;
