import { z } from 'zod';
import { CutOutOf } from './cut-out.ts';
import { Instant } from './film-time.ts';
import { Sha256, TakeId } from './ids.ts';
import { PoolItemId } from './project-ids.ts';

export const AssetKind = z.enum(['image', 'video', 'audio', 'lora']);
export type AssetKind = z.infer<typeof AssetKind>;

/** What is known of an asset's file without its bytes: to show it, and to say what is missing when it is gone. */
export const AssetFacts = z.object({
  /** Size of the file. */
  bytes: z.int().positive().nullable(),
  /** In pixels, as it is shown; null where it has no picture. */
  width: z.int().positive().nullable(),
  height: z.int().positive().nullable(),
  /** How long it plays, in microseconds; null where it does not, or nobody knows. */
  length: z.int().positive().nullable(),
  /** A small still that stands for it. */
  poster: z.object({ asset: Sha256, type: z.string() }).nullable(),
});
export type AssetFacts = z.infer<typeof AssetFacts>;

export const NO_FACTS: AssetFacts = { bytes: null, width: null, height: null, length: null, poster: null };

/** An asset on the project's shelf. */
export const PoolItem = AssetFacts.extend({
  id: PoolItemId,
  kind: AssetKind,
  asset: Sha256,
  /** The MIME type of the file. */
  type: z.string(),
  name: z.string(),
  description: z.string(),
  /** The model that described it, as a person knows it; absent where a person did, or nobody. */
  describedBy: z.string().min(1).max(200).optional(),
  /** Each once, in alphabetical order. */
  tags: z.array(z.string()),
  /** The take it was sent from: its recipe goes with it. Null for uploads. */
  take: TakeId.nullable(),
  /** Absent where it is no cut-out. */
  cutOut: CutOutOf.optional(),
  addedAt: Instant,
});
export type PoolItem = z.infer<typeof PoolItem>;
