import { z } from 'zod';
import { FrameMode } from '#core/schema/frame-model.ts';
import { Sha256 } from '#core/schema/ids.ts';
import { Progress } from '#core/schema/progress.ts';
import { Recipe } from '#core/schema/recipe.ts';
import type { Protocol } from '../../processes/protocol.ts';
import { Provider } from '../onnx/provider.ts';

/** What passes between the accelerator and a child process that works on the frames of one file. */

const Order = z.object({
  mode: FrameMode,
  input: z.string(),
  /** Where what is made goes. */
  output: z.string(),
  source: Sha256,
  prompt: z.string(),
  provider: Provider,
  /** Tiles of half the sides. */
  small: z.boolean(),
});
export type Order = z.infer<typeof Order>;

const Made = z.object({ recipe: Recipe, milliseconds: z.number().nonnegative() });

export const PROTOCOL: Protocol<Order, Progress, z.infer<typeof Made>> = { order: Order, news: Progress, made: Made };
