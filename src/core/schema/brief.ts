import { z } from 'zod';
import { FrameCount } from './film-time.ts';
import { Sha256 } from './ids.ts';

/** How many pictures a brief takes. Merging two versions may bring more: stories read the first ten. */
export const BRIEF_PICTURES = 10;

/** A picture of the brief, in the order that a person gave them. */
export const BriefPicture = z.object({
  asset: Sha256,
  /** The MIME type of the file. */
  type: z.string(),
  name: z.string(),
  shows: z.enum(['product', 'reference']),
});
export type BriefPicture = z.infer<typeof BriefPicture>;

export const Song = z.object({ asset: Sha256, type: z.string(), name: z.string() });
export type Song = z.infer<typeof Song>;

/** What the film is for. */
export const Brief = z.object({
  text: z.string(),
  audience: z.string(),
  pictures: z.array(BriefPicture),
  song: Song.nullable(),
  /** The words of the song. */
  lyrics: z.string(),
  /** How long the film should be; null while nobody has said. */
  targetLength: FrameCount.nullable(),
});
export type Brief = z.infer<typeof Brief>;

export const BRIEF_DEFAULTS: Brief = { text: '', audience: '', pictures: [], song: null, lyrics: '', targetLength: null };
