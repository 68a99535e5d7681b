import { z } from 'zod';
import type { Protocol } from '../processes/protocol.ts';

/** What passes between the accelerator and a child process that has a language model answer one question. */

const Order = z.object({
  id: z.string(),
  name: z.string(),
  /** The folder of the model, and the files in it that were verified. */
  folder: z.string(),
  paths: z.array(z.string()),
  system: z.string(),
  user: z.string(),
  maxTokens: z.int().positive(),
});

/** The answer's text. */
export const PROTOCOL: Protocol<z.infer<typeof Order>, never, string> = { order: Order, news: z.never(), made: z.string() };
