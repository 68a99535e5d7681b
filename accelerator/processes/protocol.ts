import { z } from 'zod';
import { Fault } from '#core/schema/fault.ts';

/** What passes between the accelerator and one kind of child process: what it is asked, what it tells meanwhile, what comes of it. Each side parses what it hears. */
export interface Protocol<Order, News, Made> {
  readonly order: z.ZodType<Order>;
  readonly news: z.ZodType<News>;
  readonly made: z.ZodType<Made>;
}

/** Counts the orders of a process, so that what comes too late is told apart. */
const Run = z.int().nonnegative();

/** What a process is told. */
export const Told = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('order'), run: Run, order: z.unknown() }),
  z.object({ kind: z.literal('cancel'), run: Run }),
]);
export type Told = z.infer<typeof Told>;

/** What it tells. */
export const Report = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('news'), run: Run, news: z.unknown() }),
  z.object({ kind: z.literal('made'), run: Run, made: z.unknown() }),
  z.object({ kind: z.literal('fault'), run: Run, fault: Fault }),
  /** What nobody expected: it is thrown again where the order was given. */
  z.object({ kind: z.literal('bug'), run: Run, message: z.string() }),
]);
export type Report = z.infer<typeof Report>;
