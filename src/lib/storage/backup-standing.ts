import { z } from 'zod';

/** How backups into a folder stand, and when the last one was made. Times are milliseconds since 1970. */
export const BackupStanding = z.object({
  schema: z.literal(1).default(1),
  /** How often they are made by themselves. */
  pace: z.enum(['hour', 'day', 'week']).default('day'),
  /** How many are kept. */
  keep: z.int().min(1).max(100).default(5),
  /** When everything was last written to a file, into the folder or by hand. */
  lastAt: z.int().nonnegative().optional(),
  /** When one was last written into the folder. */
  lastInFolderAt: z.int().nonnegative().optional(),
  lastFailedAt: z.int().nonnegative().optional(),
  /** What the last failure was, as a person reads it. */
  lastProblem: z.string().optional(),
  /** What the records were when the folder's last one was made: nothing is written while nothing has changed. */
  fingerprint: z.string().optional(),
  /** Files that were written into the folder, oldest first; no others are ever deleted. */
  written: z.array(z.object({ name: z.string(), at: z.int().nonnegative(), bytes: z.int().nonnegative() })).default([]),
});
export type BackupStanding = z.infer<typeof BackupStanding>;
