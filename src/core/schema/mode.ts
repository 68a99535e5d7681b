import { z } from 'zod';

/** What goes in and what comes out; the words are the field's own. `brought`: nothing was made, a file was brought in. */
export const Mode = z.enum(['t2i', 't2v', 'i2v', 'ti2v', 'flf2v', 'upscale', 'interpolate', 'brought']);
export type Mode = z.infer<typeof Mode>;

/** What is made from words and pictures; the others work on frames that are there already. */
export const GenerationMode = Mode.exclude(['upscale', 'interpolate', 'brought']);
export type GenerationMode = z.infer<typeof GenerationMode>;
