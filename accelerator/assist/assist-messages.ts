import { z } from 'zod';
import { AssistMade, AssistPurpose, FileQuestion, WordsQuestion } from '#core/schema/accelerator/assist.ts';
import { Fault } from '#core/schema/fault.ts';

/** What passes between the accelerator and a child process with a model that describes, searches, hears or reads aloud. Each side parses what it hears. */

/** Counts the questions of a child, so that what comes too late is told apart. */
const Run = z.int().nonnegative();

export const ChildModel = z.object({
  purpose: AssistPurpose,
  id: z.string(),
  /** Another one for other files. */
  version: z.string(),
  name: z.string(),
  /** The folder of the model, and the files in it that were verified. */
  folder: z.string(),
  paths: z.array(z.string()),
});
export type ChildModel = z.infer<typeof ChildModel>;

export const Order = z.discriminatedUnion('kind', [
  /** Before all else. */
  z.object({ kind: z.literal('model'), model: ChildModel }),
  z.object({ kind: z.literal('words'), run: Run, ask: WordsQuestion }),
  /** `file`: where it lies. */
  z.object({ kind: z.literal('file'), run: Run, ask: FileQuestion, file: z.string() }),
  z.object({ kind: z.literal('cancel'), run: Run }),
]);
export type Order = z.infer<typeof Order>;

export const Report = z.discriminatedUnion('kind', [
  /** The model is in memory, or work goes on: 0 to 1. */
  z.object({ kind: z.literal('progress'), run: Run, done: z.number() }),
  z.object({ kind: z.literal('made'), run: Run, made: AssistMade }),
  z.object({ kind: z.literal('fault'), run: Run, fault: Fault }),
  /** What nobody expected: it is thrown again where the question was asked. */
  z.object({ kind: z.literal('bug'), run: Run, message: z.string() }),
]);
export type Report = z.infer<typeof Report>;
