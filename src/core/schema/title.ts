import { z } from 'zod';
import { FrameCount, FrameIndex } from './film-time.ts';
import { TitleId } from './project-ids.ts';

export const TitlePlace = z.enum(['centre', 'top', 'bottom', 'lower-third']);
export type TitlePlace = z.infer<typeof TitlePlace>;

/** What lies between the film's picture and a title: nothing, a soft shade, or black all over. */
export const TitleBackdrop = z.enum(['none', 'shade', 'black']);
export type TitleBackdrop = z.infer<typeof TitleBackdrop>;

/** Words over the film's picture. Frames at the project's rate. It stays where it is when clips move. */
export const Title = z.object({
  id: TitleId,
  text: z.string(),
  /** A smaller line below; none where empty. */
  subtitle: z.string(),
  at: FrameIndex,
  length: FrameCount,
  place: TitlePlace,
  backdrop: TitleBackdrop,
});
export type Title = z.infer<typeof Title>;

export const TITLE_DEFAULTS: Omit<Title, 'id'> = { text: '', subtitle: '', at: 0, length: 72, place: 'centre', backdrop: 'none' };
