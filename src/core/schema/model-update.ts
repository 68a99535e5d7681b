import { z } from 'zod';
import { Licence } from './catalogue.ts';

/** What a newer version of a model on a shelf would change, as the hub states it. */
export const ModelUpdate = z.object({
  /** The commit of the model's repository that is here; absent where that is not known. */
  from: z.string().optional(),
  /** The commit that the hub has now. */
  to: z.string(),
  /** Files that differ or are new, those that the newer version does not have any more, and those that stay as they are. */
  changed: z.int().nonnegative(),
  gone: z.int().nonnegative(),
  same: z.int().nonnegative(),
  /** To be fetched, as far as the hub says. */
  bytes: z.int().nonnegative(),
  /** The licence of the newer version, and whether it is another than that of the one that is here. */
  licence: Licence,
  isOtherLicence: z.boolean(),
});
export type ModelUpdate = z.infer<typeof ModelUpdate>;
