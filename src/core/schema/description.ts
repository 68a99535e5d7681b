import { z } from 'zod';

/** What a picture or a clip shows, for whoever cannot see it. */
export const Description = z.object({
  text: z.string().trim().min(1).max(2_000),
  /** The model that described it, as a person knows it; absent where a person wrote it. */
  model: z.string().min(1).max(200).optional(),
});
export type Description = z.infer<typeof Description>;
