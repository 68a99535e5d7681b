import { z } from 'zod';
import { Seed, Sha256 } from './ids.ts';
import { LoraUse } from './lora-use.ts';
import { Mode } from './mode.ts';
import { SchedulerName } from './recipe.ts';

/** A picture of a stored request: the cropped RGB bytes, `width · height · 3` of them, lie elsewhere under the hash `rgb`. */
export const StoredPicture = z.object({
  width: z.int().positive(),
  height: z.int().positive(),
  /** The file it came from. */
  sha256: Sha256,
  rgb: Sha256,
});
export type StoredPicture = z.infer<typeof StoredPicture>;

/** A generation request as it is kept and sent: pictures by hash. */
export const StoredRequest = z.object({
  mode: Mode,
  /** The model by its id; the engine's own where absent. */
  model: z.string().min(1).max(200).optional(),
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
  first: StoredPicture.optional(),
  last: StoredPicture.optional(),
  loras: z.array(LoraUse).optional(),
  references: z.array(Sha256).optional(),
  source: Sha256.optional(),
});
export type StoredRequest = z.infer<typeof StoredRequest>;
