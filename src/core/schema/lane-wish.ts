import { z } from 'zod';

/** Where a person wants a job to be worked on; `auto` lets Kinora choose. */
export const LaneWish = z.enum(['auto', 'browser', 'accelerator']);
export type LaneWish = z.infer<typeof LaneWish>;
