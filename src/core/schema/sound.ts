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

/** A piece of narration: a file or a recording. Frames at the project's rate. */
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
});
export type Narration = z.infer<typeof Narration>;

/** Words that are shown while they are said or sung: from `start` up to, not including, `end`. */
export const Caption = z.object({ id: CaptionId, start: FrameIndex, end: FrameCount, text: z.string() });
export type Caption = z.infer<typeof Caption>;
