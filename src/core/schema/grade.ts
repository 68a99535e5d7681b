import { z } from 'zod';

const Channels = z.tuple([z.number(), z.number(), z.number()]);

/**
 * How a clip's colours are changed to match its neighbours: red, green and blue, each 0 to 1 as they
 * are stored (with gamma), become `value · gain + lift`, held to 0 to 1.
 */
export const Grade = z.object({
  gain: Channels.refine((gain) => gain.every((one) => one >= 0.25 && one <= 4)),
  lift: Channels.refine((lift) => lift.every((one) => one >= -0.5 && one <= 0.5)),
});
export type Grade = z.infer<typeof Grade>;
