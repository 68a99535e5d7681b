import { z } from 'zod';
import { FilmSheet } from './film-sheet.ts';
import { JobId, Sha256 } from './ids.ts';
import { ProjectId } from './project-ids.ts';

/** A film that an accelerator makes, written down so that a page that is opened again goes on with it. */
export const AwaitedFilm = z.object({
  /** The job there, and the film here once it is made. */
  id: JobId,
  project: ProjectId,
  sheet: FilmSheet,
  /** The files of it that were here when it was asked for. */
  media: z.array(Sha256),
});
export type AwaitedFilm = z.infer<typeof AwaitedFilm>;
