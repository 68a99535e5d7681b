import { z } from 'zod';
import { FrameCount, FrameIndex } from './film-time.ts';
import { Sha256 } from './ids.ts';
import { CaptionId, NarrationId } from './project-ids.ts';

/** How loud something is beside itself: 1 as it is, 0 silent. */
export const Gain = z.number().min(0).max(4);

/** How the song of the brief lies under the film. Frames at the project's rate. */
export const SongPlacement = z.object({
  /** The frame of the film at which it begins. */
  songAt: FrameIndex,
  /** How much of the song's beginning is left out. */
  songFrom: z.int().nonnegative(),
  songGain: Gain,
  songFadeIn: z.int().nonnegative(),
  songFadeOut: z.int().nonnegative(),
  /** How much quieter the song is while somebody narrates, in decibels. */
  duckBy: z.number().min(0).max(60),
});
export type SongPlacement = z.infer<typeof SongPlacement>;

export const SOUND_DEFAULTS: SongPlacement = { songAt: 0, songFrom: 0, songGain: 1, songFadeIn: 0, songFadeOut: 24, duckBy: 12 };

/** How a narration was read from text by a model, so that it can be made again. */
export const SpokenRecipe = z.object({
  text: z.string(),
  /** A voice of the model: `af_heart`. */
  voice: z.string(),
  /** 1 as the voice speaks by itself. */
  speed: z.number().min(0.25).max(4),
  model: z.string(),
  /** Of the model on the hub; absent where it came from elsewhere. */
  revision: z.string().optional(),
  licence: z.string(),
});
export type SpokenRecipe = z.infer<typeof SpokenRecipe>;

/** A piece of narration: a file, a recording, or text that a model read. Frames at the project's rate. */
export const Narration = z.object({
  id: NarrationId,
  asset: Sha256,
  /** The MIME type of the file. */
  type: z.string(),
  name: z.string(),
  at: FrameIndex,
  length: FrameCount,
  /** How much of its beginning is left out. */
  from: z.int().nonnegative(),
  gain: Gain,
  /** What is said, where it is known. */
  text: z.string(),
  /** Absent for files and recordings. */
  spoken: SpokenRecipe.optional(),
});
export type Narration = z.infer<typeof Narration>;

/** Words that are shown while they are said or sung: from `start` up to, not including, `end`. */
export const Caption = z.object({ id: CaptionId, start: FrameIndex, end: FrameCount, text: z.string() });
export type Caption = z.infer<typeof Caption>;
