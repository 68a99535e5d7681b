import { z } from 'zod';
import { Sha256 } from './ids.ts';

/** The most files that one film may need. */
export const FILM_MEDIA_LIMIT = 10_000;

/** A film to be made of its cut. Everything that it names is sent before it, each under its hash. */
export const ComposeRequest = z.object({
  mode: z.literal('compose'),
  /** The film's sheet: a `FilmSheet` as JSON. */
  sheet: Sha256,
  /** The files of its takes, stills and sound, each once. One that is not sent stands as a slate, or is silent. */
  media: z.array(Sha256).max(FILM_MEDIA_LIMIT),
});
export type ComposeRequest = z.infer<typeof ComposeRequest>;
