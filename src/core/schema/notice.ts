import { z } from 'zod';
import { NoticeId } from './ids.ts';

/** Something that happened, kept for whoever was not looking. */
export const Notice = z.object({
  id: NoticeId,
  schema: z.literal(1),
  kind: z.enum(['info', 'good', 'warn', 'bad']),
  text: z.string(),
  /** A page of the studio that shows more: a path from the root. */
  path: z.string().startsWith('/').optional(),
  /** Milliseconds since 1970. */
  at: z.int().nonnegative(),
  read: z.boolean(),
});
export type Notice = z.infer<typeof Notice>;
