import { z } from 'zod';
import { Instant } from './film-time.ts';
import { Sha256, TakeId } from './ids.ts';
import { PoolItemId } from './project-ids.ts';

export const AssetKind = z.enum(['image', 'video', 'audio', 'lora']);
export type AssetKind = z.infer<typeof AssetKind>;

/** An asset on the project's shelf. */
export const PoolItem = z.object({
  id: PoolItemId,
  kind: AssetKind,
  asset: Sha256,
  /** The MIME type of the file. */
  type: z.string(),
  name: z.string(),
  description: z.string(),
  /** Each once, in alphabetical order. */
  tags: z.array(z.string()),
  /** The take it was sent from: its recipe goes with it. Null for uploads. */
  take: TakeId.nullable(),
  addedAt: Instant,
});
export type PoolItem = z.infer<typeof PoolItem>;
