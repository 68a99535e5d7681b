import { z } from 'zod';
import { Description } from './description.ts';
import { Sha256, TakeId } from './ids.ts';
import { MadeFor } from './made-for.ts';
import { Adjustment, Timings } from './progress.ts';
import { Recipe } from './recipe.ts';
import { TakeMeasures } from './take-measures.ts';

/** The part of a picture that stays in sight when it is cropped: 0 is left or top, 1 is right or bottom. */
export const Focus = z.object({ x: z.number().min(0).max(1), y: z.number().min(0).max(1) });
export type Focus = z.infer<typeof Focus>;

/** How the given pictures were cropped to the film's shape. */
export const Crops = z.object({ first: Focus.optional(), last: Focus.optional() });
export type Crops = z.infer<typeof Crops>;

/** A word that a person puts on takes to find them again. */
export const Tag = z.string().trim().min(1).max(40);
export type Tag = z.infer<typeof Tag>;

/** One stored result: the recipe, and its media by hash. */
export const Take = z.object({
  id: TakeId,
  schema: z.literal(2),
  /** What a person calls it; absent while it goes by its prompt. */
  name: z.string().trim().min(1).max(200).optional(),
  /** Each once, in the order they were given. */
  tags: z.array(Tag).max(50),
  favourite: z.boolean(),
  /** Stars, 1 to 5; 0: not rated. */
  rating: z.int().min(0).max(5),
  recipe: Recipe,
  recipeHash: Sha256,
  media: z.object({ sha256: Sha256, type: z.string(), bytes: z.int().positive() }),
  /** The first frame as a PNG or WebP still. */
  poster: z.object({ sha256: Sha256, type: z.string(), bytes: z.int().positive() }),
  /** All frames side by side, evenly thinned, as one still. */
  filmstrip: z.object({ sha256: Sha256, type: z.string(), bytes: z.int().positive(), frames: z.int().positive() }),
  timings: Timings,
  adjustments: z.array(Adjustment),
  /** Watt-hours that the graphics card took for it; absent where nothing measured them. */
  energy: z.number().nonnegative().optional(),
  /** Absent until they were taken. */
  measures: TakeMeasures.optional(),
  /** Whether its file has sound; absent where nobody looked, as in takes that are drawn, which are silent. */
  sound: z.boolean().optional(),
  /** What it shows, in words; absent where nobody has said it: its prompt stands for it. */
  description: Description.optional(),
  crops: Crops.optional(),
  /** The take this one was varied from. */
  variedFrom: TakeId.optional(),
  madeFor: MadeFor.optional(),
  /** Milliseconds since 1970, when it was kept. */
  createdAt: z.int().nonnegative(),
  /** When it was put in the bin; absent while it is in the gallery. */
  deletedAt: z.int().nonnegative().optional(),
});
export type Take = z.infer<typeof Take>;
