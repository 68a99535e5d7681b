import { z } from 'zod';

export const Stage = z.enum(['load', 'encode-text', 'encode-picture', 'denoise', 'decode', 'enhance', 'encode-media']);
export type Stage = z.infer<typeof Stage>;

/** Where a running job stands. `step` of `steps` counts within the stage, from 0 (begun) to `steps` (done). */
export const Progress = z.object({
  stage: Stage,
  step: z.int().nonnegative(),
  steps: z.int().positive(),
  /** Part of the whole job that is done, 0 to 1, never falling. */
  fraction: z.number().min(0).max(1),
});
export type Progress = z.infer<typeof Progress>;

/** Milliseconds spent in each stage. */
export const Timings = z.partialRecord(Stage, z.number().nonnegative());
export type Timings = z.infer<typeof Timings>;

/** A value that was asked for and the one that was used. */
export const Adjustment = z.object({
  /** `tiling`: 1 where the clip was decoded in the smallest parts from the start, else 0. `tokens`: the pieces that a prompt was read in. */
  what: z.enum(['width', 'height', 'frames', 'frameRate', 'steps', 'guidance', 'loras', 'tokens', 'tiling']),
  asked: z.number(),
  used: z.number(),
  /** Absent: the model allows no other. `memory`: it ran out before. */
  because: z.literal('memory').optional(),
});
export type Adjustment = z.infer<typeof Adjustment>;
