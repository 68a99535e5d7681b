import { z } from 'zod';
import { Seed, Sha256 } from './ids.ts';
import { LoraUse } from './lora-use.ts';
import { Mode } from './mode.ts';

export const SchedulerName = z.enum(['euler', 'unipc']);
export type SchedulerName = z.infer<typeof SchedulerName>;

/** Everything needed to make a take again. Two equal recipes have one hash (see domain/takes/recipe-hash). */
export const Recipe = z.object({
  schema: z.literal(1),
  mode: Mode,
  model: z.object({ id: z.string(), version: z.string(), license: z.string() }),
  prompt: z.string(),
  negativePrompt: z.string(),
  seed: Seed,
  width: z.int().positive(),
  height: z.int().positive(),
  frames: z.int().positive(),
  frameRate: z.number().positive(),
  steps: z.int().positive(),
  guidance: z.number().nonnegative(),
  scheduler: SchedulerName,
  shift: z.number().positive(),
  /** Given pictures by the SHA-256 of their file. */
  inputs: z.object({
    first: Sha256.optional(),
    last: Sha256.optional(),
    references: z.array(Sha256).min(1).optional(),
    /** The picture or film whose frames it works on. */
    source: Sha256.optional(),
  }),
  /** Those that were used. Absent for none, so that a recipe without has the hash it always had. */
  loras: z.array(LoraUse).min(1).optional(),
  engine: z.object({ id: z.string(), version: z.string(), provider: z.string() }),
});
export type Recipe = z.infer<typeof Recipe>;
