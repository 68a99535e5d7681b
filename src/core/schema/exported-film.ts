import { z } from 'zod';
import { FrameRate, Instant } from './film-time.ts';
import { ProjectId } from './project-ids.ts';

/** A film that was made into a file and is kept in this browser until it is removed. */
export const ExportedFilm = z.object({
  id: z.uuid(),
  project: ProjectId,
  /** The file's name, as it is saved. */
  name: z.string().min(1),
  /** The MIME type of the file. */
  type: z.string(),
  bytes: z.int().positive(),
  width: z.int().positive(),
  height: z.int().positive(),
  frames: z.int().positive(),
  rate: FrameRate,
  /** By their short names; null where there is none to be chosen, or no sound. */
  video: z.string().nullable(),
  audio: z.string().nullable(),
  /** The slates of clips that had no file. */
  missing: z.array(z.string()),
  /** The slates of clips whose stills were moved without their depth. Absent for none. */
  flat: z.array(z.string()).optional(),
  madeAt: Instant,
  /** Its captions as files of their own, where they lie in it as a track: WebVTT and SubRip. */
  captions: z.object({ vtt: z.string(), srt: z.string() }).optional(),
});
export type ExportedFilm = z.infer<typeof ExportedFilm>;
