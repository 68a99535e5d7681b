import { z } from 'zod';
import { CameraPath } from './camera-path.ts';
import { ClipDepth } from './clip-depth.ts';
import { FrameCount } from './film-time.ts';
import { Grade } from './grade.ts';
import { TakeId } from './ids.ts';
import { Keyframe, OwnedTake } from './keyframe.ts';
import { CharacterId, ClipId, KeyframeId, StyleId } from './project-ids.ts';
import { CameraMove, ShotSize } from './shot.ts';
import { Gain } from './sound.ts';
import { CUT, Transition } from './transition.ts';

export const ClipRole = z.enum(['hook', 'body', 'call-to-action']);
export type ClipRole = z.infer<typeof ClipRole>;

/** What a person sets on a clip. Times in frames at the project's rate. */
export const ClipContent = z.object({
  name: z.string(),
  prompt: z.string(),
  negativePrompt: z.string(),
  role: ClipRole.nullable(),
  shot: ShotSize.nullable(),
  cameraMove: CameraMove.nullable(),
  /** A move that was drawn; it goes before `cameraMove` where stills are moved. */
  cameraPath: CameraPath.nullable(),
  /** Null where its still is moved as a flat picture. Clips that were copied by an earlier version say nothing of it. */
  depth: ClipDepth.nullable().default(null),
  style: StyleId.nullable(),
  length: FrameCount,
  /** Black before it. */
  gap: z.int().nonnegative(),
  /** Where in the selected take the clip begins. */
  sourceStart: z.int().nonnegative(),
  /** Null where its takes' colours stay as they are. */
  grade: Grade.nullable(),
  /** How loud the sound of its own take is. Clips that were copied by an earlier version say nothing of it. */
  gain: Gain.default(1),
  /** Whether that sound is left out, however loud it was. */
  muted: z.boolean().default(false),
  /** Into the next clip of the cut. */
  transition: Transition,
  /** `inherit`: the last keyframe of the clip before it in the cut. */
  first: z.union([z.literal('inherit'), KeyframeId]).nullable(),
  last: KeyframeId.nullable(),
  selected: TakeId.nullable(),
});
export type ClipContent = z.infer<typeof ClipContent>;

/** One shot. `alternate` is 0 for the original, 1 for A1, and so on. */
export const Clip = ClipContent.extend({
  id: ClipId,
  alternate: z.int().nonnegative(),
  /** In the order of the cast. */
  characters: z.array(CharacterId),
  /** Oldest first. */
  takes: z.array(OwnedTake),
  /** All its stills, oldest first, also those that it no longer starts or ends on. */
  keyframes: z.array(Keyframe),
});
export type Clip = z.infer<typeof Clip>;

/** A clip and its alternates, the original first. */
export const ClipStack = z.object({
  /** The first original's id. It names the family, also when that original is in the bin. */
  family: ClipId,
  inCut: ClipId,
  members: z.array(Clip).min(1),
});
export type ClipStack = z.infer<typeof ClipStack>;

export const CLIP_DEFAULTS: ClipContent = {
  name: '',
  prompt: '',
  negativePrompt: '',
  role: null,
  shot: null,
  cameraMove: null,
  cameraPath: null,
  depth: null,
  style: null,
  length: 72,
  gap: 0,
  sourceStart: 0,
  grade: null,
  gain: 1,
  muted: false,
  transition: CUT,
  first: 'inherit',
  last: null,
  selected: null,
};
