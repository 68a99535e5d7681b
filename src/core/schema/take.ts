import { z } from 'zod';
import { Sha256, TakeId } from './ids.ts';
import { Adjustment, Timings } from './progress.ts';
import { Recipe } from './recipe.ts';

/** One stored result: the recipe, and its media by hash. */
export const Take = z.object({
  id: TakeId,
  schema: z.literal(1),
  recipe: Recipe,
  recipeHash: Sha256,
  media: z.object({ sha256: Sha256, type: z.string(), bytes: z.int().positive() }),
  /** The first frame as a PNG or WebP still. */
  poster: z.object({ sha256: Sha256, type: z.string(), bytes: z.int().positive() }),
  /** All frames side by side, evenly thinned, as one still. */
  filmstrip: z.object({ sha256: Sha256, type: z.string(), bytes: z.int().positive(), frames: z.int().positive() }),
  timings: Timings,
  adjustments: z.array(Adjustment),
  /** The take this one was varied from. */
  variedFrom: TakeId.optional(),
  /** Milliseconds since 1970, when it was kept. */
  createdAt: z.int().nonnegative(),
  /** When it was put in the bin; absent while it is in the gallery. */
  deletedAt: z.int().nonnegative().optional(),
});
export type Take = z.infer<typeof Take>;
