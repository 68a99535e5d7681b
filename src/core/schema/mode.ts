import { z } from 'zod';

/** What goes in and what comes out; the words are the field's own. */
export const Mode = z.enum(['t2i', 't2v', 'i2v', 'ti2v', 'flf2v']);
export type Mode = z.infer<typeof Mode>;
