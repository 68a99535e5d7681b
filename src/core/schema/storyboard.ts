import { z } from 'zod';
import { ClipRole } from './clip.ts';
import { FrameCount } from './film-time.ts';
import { Sha256 } from './ids.ts';
import { CameraMove, ShotSize } from './shot.ts';
import { Transition } from './transition.ts';

/** A clip that is to be made. Lengths in frames at the project's rate; what clips share in a dissolve counts for both. */
export const PlannedClip = z.object({
  name: z.string(),
  /** What is seen and happens: the words that are this clip's own. */
  prompt: z.string(),
  role: ClipRole.nullable(),
  shot: ShotSize.nullable(),
  cameraMove: CameraMove.nullable(),
  length: FrameCount,
  transition: Transition,
  /** Who is seen, by their places in `characters`. */
  characters: z.array(z.int().nonnegative()),
  /** What is said while it is seen, line by line: becomes captions. */
  says: z.array(z.string()),
});
export type PlannedClip = z.infer<typeof PlannedClip>;

export const PlannedScene = z.object({
  name: z.string(),
  description: z.string(),
  /** Inherited by its clips. */
  prompt: z.string(),
  lyrics: z.string(),
  /** The words that stand in the picture at its end; none where empty. */
  title: z.string(),
  clips: z.array(PlannedClip).min(1),
});
export type PlannedScene = z.infer<typeof PlannedScene>;

/** Somebody, or a product, that looks alike in every clip. */
export const PlannedCharacter = z.object({
  name: z.string(),
  description: z.string(),
  /** The words that go into the prompt of each clip it is seen in. */
  triggerWords: z.string(),
  /** Pictures of the brief that show it. */
  references: z.array(Sha256),
});
export type PlannedCharacter = z.infer<typeof PlannedCharacter>;

/** A whole film as scenes and clips, from a story or from a person's own script: what `layStoryboard` writes into the document. */
export const Storyboard = z.object({
  scenes: z.array(PlannedScene).min(1),
  characters: z.array(PlannedCharacter),
  /** The look that every clip has; null where none is asked for. */
  style: z.object({ name: z.string(), prompt: z.string() }).nullable(),
});
export type Storyboard = z.infer<typeof Storyboard>;
