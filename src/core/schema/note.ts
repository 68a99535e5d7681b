import { z } from 'zod';
import { FrameIndex, Instant } from './film-time.ts';
import { TakeId } from './ids.ts';
import { ClipId, NoteId, SceneId } from './project-ids.ts';

/** What a note is about. */
export const NoteSubject = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('project') }),
  z.object({ kind: z.literal('scene'), id: SceneId }),
  z.object({ kind: z.literal('clip'), id: ClipId }),
  z.object({ kind: z.literal('take'), id: TakeId }),
]);
export type NoteSubject = z.infer<typeof NoteSubject>;

/** Something said about the film, as in a client review. */
export const Note = z.object({
  id: NoteId,
  about: NoteSubject,
  /** The frame it is about, counted from the start of what it is about. */
  at: FrameIndex.nullable(),
  text: z.string(),
  author: z.string(),
  createdAt: Instant,
  resolvedAt: Instant.nullable(),
});
export type Note = z.infer<typeof Note>;
