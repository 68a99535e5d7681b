import { z } from 'zod';
import { CutOutOf } from './cut-out.ts';
import { FrameCount } from './film-time.ts';
import { Sha256 } from './ids.ts';
import { StoryId } from './project-ids.ts';

/** How many pictures a brief takes. Merging two versions may bring more: stories read the first ten. */
export const BRIEF_PICTURES = 10;

/** The lengths that a film can aim at, in seconds. */
export const SHORTEST_FILM = 3;
export const LONGEST_FILM = 3_600;

/** A picture of the brief, in the order that a person gave them. */
export const BriefPicture = z.object({
  asset: Sha256,
  /** The MIME type of the file. */
  type: z.string(),
  name: z.string(),
  shows: z.enum(['product', 'reference']),
  /** Absent where it is no cut-out. */
  cutOut: CutOutOf.optional(),
});
export type BriefPicture = z.infer<typeof BriefPicture>;

export const Song = z.object({ asset: Sha256, type: z.string(), name: z.string() });
export type Song = z.infer<typeof Song>;

/** The templates: their ids in `core/domain/templates`. */
export const TemplateId = z.enum(['music-video', 'commercial', 'short-film', 'product-launch', 'explainer']);
export type TemplateId = z.infer<typeof TemplateId>;

/** What the film is for. */
export const Brief = z.object({
  text: z.string(),
  audience: z.string(),
  pictures: z.array(BriefPicture),
  song: Song.nullable(),
  /** The words of the song. */
  lyrics: z.string(),
  /** The template that a person chose, which its stories follow; null where they follow the brief's words alone. */
  template: TemplateId.nullable(),
  /** How long the film should be; null while nobody has said. */
  targetLength: FrameCount.nullable(),
  /** The story that was chosen; null while none is. */
  story: StoryId.nullable(),
});
export type Brief = z.infer<typeof Brief>;

export const BRIEF_DEFAULTS: Brief = { text: '', audience: '', pictures: [], song: null, lyrics: '', template: null, targetLength: null, story: null };
