import { z } from 'zod';
import { ClipStack } from './clip.ts';
import { SceneId } from './project-ids.ts';

/** What a person sets on a scene. */
export const SceneContent = z.object({
  name: z.string(),
  description: z.string(),
  lyrics: z.string(),
  /** Inherited by its clips. */
  prompt: z.string(),
});
export type SceneContent = z.infer<typeof SceneContent>;

/** A place and a moment. `alternate` is 0 for the original, 1 for A1, and so on. */
export const Scene = SceneContent.extend({
  id: SceneId,
  alternate: z.int().nonnegative(),
  clips: z.array(ClipStack),
});
export type Scene = z.infer<typeof Scene>;

/** A scene and its alternates, the original first. */
export const SceneStack = z.object({
  /** The first original's id. It names the family, also when that original is in the bin. */
  family: SceneId,
  inCut: SceneId,
  members: z.array(Scene).min(1),
});
export type SceneStack = z.infer<typeof SceneStack>;

export const SCENE_DEFAULTS: SceneContent = { name: '', description: '', lyrics: '', prompt: '' };
