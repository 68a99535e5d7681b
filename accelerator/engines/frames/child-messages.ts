import { z } from 'zod';
import { Fault } from '#core/schema/fault.ts';
import { FrameMode } from '#core/schema/frame-model.ts';
import { Sha256 } from '#core/schema/ids.ts';
import { Progress } from '#core/schema/progress.ts';
import { Recipe } from '#core/schema/recipe.ts';
import { PROVIDERS } from '../onnx/runtime.ts';

/** What passes between the accelerator and a child process that works on the frames of one file. Each side parses what it hears. */

export const Order = z.object({
  mode: FrameMode,
  input: z.string(),
  /** Where what is made goes. */
  output: z.string(),
  source: Sha256,
  prompt: z.string(),
  provider: z.enum(PROVIDERS),
  /** Tiles of half the sides. */
  small: z.boolean(),
});
export type Order = z.infer<typeof Order>;

export const Report = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('progress'), progress: Progress }),
  z.object({ kind: z.literal('made'), recipe: Recipe, milliseconds: z.number().nonnegative() }),
  z.object({ kind: z.literal('fault'), fault: Fault }),
  /** What nobody expected: it is thrown again where the work was asked for. */
  z.object({ kind: z.literal('bug'), message: z.string() }),
]);
export type Report = z.infer<typeof Report>;
