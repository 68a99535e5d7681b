import { z } from 'zod';
import { Instant } from './film-time.ts';
import { Sha256, TakeId } from './ids.ts';
import { KeyframeId } from './project-ids.ts';

/** A take that belongs to a clip or a keyframe. */
export const OwnedTake = z.object({ id: TakeId, addedAt: Instant });
export type OwnedTake = z.infer<typeof OwnedTake>;

/** The picture that a keyframe shows: one of its takes, or a picture given by hand. */
export const Still = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('take'), take: TakeId }),
  z.object({ kind: z.literal('picture'), asset: Sha256, type: z.string(), name: z.string() }),
]);
export type Still = z.infer<typeof Still>;

/** A still that a clip can start or end on. */
export const Keyframe = z.object({
  id: KeyframeId,
  prompt: z.string(),
  /** Oldest first. */
  takes: z.array(OwnedTake),
  still: Still.nullable(),
});
export type Keyframe = z.infer<typeof Keyframe>;

export const KEYFRAME_DEFAULTS: Omit<Keyframe, 'id'> = { prompt: '', takes: [], still: null };
