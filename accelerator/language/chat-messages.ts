import { z } from 'zod';
import { Fault } from '#core/schema/fault.ts';

/** What passes between the accelerator and a child process that has a language model answer one question. Each side parses what it hears. */

export const Order = z.object({
  id: z.string(),
  name: z.string(),
  /** The folder of the model, and the files in it that were verified. */
  folder: z.string(),
  paths: z.array(z.string()),
  system: z.string(),
  user: z.string(),
  maxTokens: z.int().positive(),
});
export type Order = z.infer<typeof Order>;

export const Report = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('answered'), text: z.string() }),
  z.object({ kind: z.literal('fault'), fault: Fault }),
  /** What nobody expected: it is thrown again where the question was asked. */
  z.object({ kind: z.literal('bug'), message: z.string() }),
]);
export type Report = z.infer<typeof Report>;
