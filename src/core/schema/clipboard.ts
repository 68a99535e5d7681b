import { z } from 'zod';
import { Character } from './character.ts';
import { ClipStack } from './clip.ts';
import { FrameRate } from './film-time.ts';
import { ProjectId } from './project-ids.ts';
import { Scene } from './scene.ts';
import { Style } from './style.ts';

/** The version of what is copied; a reader refuses a larger one. */
export const CLIPBOARD_VERSION = 1;

/**
 * Scenes or clips on their way to another place, perhaps in another project: JSON on the system's
 * clipboard. Takes and assets travel by id and hash; characters and styles that are used come along.
 */
export const ClipboardPayload = z.object({
  kinora: z.literal('copy'),
  version: z.literal(CLIPBOARD_VERSION),
  project: ProjectId,
  /** Lengths are in frames at this rate. */
  frameRate: FrameRate,
  content: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('clips'), clips: z.array(ClipStack).min(1) }),
    z.object({ kind: z.literal('scenes'), scenes: z.array(Scene).min(1) }),
  ]),
  characters: z.array(Character),
  styles: z.array(Style),
});
export type ClipboardPayload = z.infer<typeof ClipboardPayload>;
