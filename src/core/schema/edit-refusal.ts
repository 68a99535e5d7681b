import { z } from 'zod';

const frames = z.int();

/** The things of a project that have an id. */
export const Noun = z.enum([
  'project',
  'scene',
  'clip',
  'alternate',
  'keyframe',
  'take',
  'character',
  'style',
  'pool item',
  'marker',
  'note',
  'story',
  'title',
  'caption',
  'narration',
  'version',
  'picture',
]);
export type Noun = z.infer<typeof Noun>;

/**
 * Why a change to a project is refused; the project stays as it was. `domain/words/explain-refusal` turns
 * each into the sentence a person reads.
 */
export const EditRefusal = z.discriminatedUnion('reason', [
  /** Written by a newer version of Kinora: it opens, and cannot be changed here. */
  z.object({ reason: z.literal('newer-version'), found: z.int(), known: z.int() }),
  /** A past version: it can be looked at. */
  z.object({ reason: z.literal('past-version') }),
  z.object({ reason: z.literal('not-found'), what: Noun }),
  z.object({ reason: z.literal('value-invalid'), field: z.string() }),
  z.object({ reason: z.literal('position-negative'), nearest: frames }),
  /** Another clip is there; `nearest` is where it would fit. */
  z.object({ reason: z.literal('position-taken'), nearest: frames }),
  /** A clip has at least one frame and ends at the end of its take; `nearest` is the nearest length that fits. */
  z.object({ reason: z.literal('length-invalid'), nearest: frames }),
  /** The selected take has no frames there; `nearest` is the nearest start that has. */
  z.object({ reason: z.literal('no-handle'), nearest: frames }),
  z.object({ reason: z.literal('no-take-selected') }),
  /** A clip is split after its first frame and before its last. */
  z.object({ reason: z.literal('split-outside'), first: frames, last: frames }),
  z.object({ reason: z.literal('not-neighbours') }),
  /** There is no clip after it, or black stands between them. */
  z.object({ reason: z.literal('no-clip-after') }),
  z.object({ reason: z.literal('transition-too-long'), longest: frames }),
  z.object({ reason: z.literal('too-many-pictures'), limit: z.int() }),
  z.object({ reason: z.literal('no-keyframe-before') }),
  z.object({ reason: z.literal('not-in-one-family') }),
  z.object({ reason: z.literal('payload-unreadable') }),
  z.object({ reason: z.literal('payload-newer'), found: z.int(), known: z.int() }),
  z.object({ reason: z.literal('other-project') }),
  z.object({ reason: z.literal('damaged') }),
]);
export type EditRefusal = z.infer<typeof EditRefusal>;
