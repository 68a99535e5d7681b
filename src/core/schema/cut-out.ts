import { z } from 'zod';
import { Sha256 } from './ids.ts';

/** What a cut-out lies on; `none` leaves it transparent. */
export const Ground = z.enum(['none', 'white', 'grey', 'black']);
export type Ground = z.infer<typeof Ground>;

/** Where a cut-out comes from: the picture that it was cut out of, as it was then called, the model that did it, as a person knows it, and what it was laid on. */
export const CutOutOf = z.object({ asset: Sha256, name: z.string(), by: z.string().min(1).max(200), ground: Ground });
export type CutOutOf = z.infer<typeof CutOutOf>;
