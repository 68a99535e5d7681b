import { z } from 'zod';
import { Brief } from './brief.ts';
import { Character } from './character.ts';
import { Clip } from './clip.ts';
import { Instant } from './film-time.ts';
import { Marker } from './marker.ts';
import { Note } from './note.ts';
import { PoolItem } from './pool-item.ts';
import { ProjectId, SceneId, VersionId } from './project-ids.ts';
import { ProjectSettings } from './project-settings.ts';
import { Scene, SceneStack } from './scene.ts';
import { Caption, Narration, SongPlacement } from './sound.ts';
import { Story } from './story.ts';
import { Style } from './style.ts';
import { Title } from './title.ts';

/** A version of a project that a person gave a name. */
export const NamedVersion = z.object({ id: VersionId, name: z.string(), createdAt: Instant });
export type NamedVersion = z.infer<typeof NamedVersion>;

/** Where a branch parted from the project that it belongs to. */
export const Fork = z.object({ project: ProjectId, at: Instant });
export type Fork = z.infer<typeof Fork>;

/** What was removed and can be restored. */
export const Bin = z.object({
  /** Scenes, with their clips. */
  scenes: z.array(Scene),
  /** Clips, with the scene that each was removed from; null where that scene is gone for good. */
  clips: z.array(z.object({ scene: SceneId.nullable(), clip: Clip })),
  characters: z.array(Character),
  styles: z.array(Style),
  pool: z.array(PoolItem),
  markers: z.array(Marker),
  notes: z.array(Note),
  stories: z.array(Story),
  titles: z.array(Title),
  captions: z.array(Caption),
  narration: z.array(Narration),
  versions: z.array(NamedVersion),
});
export type Bin = z.infer<typeof Bin>;

/** A film in the making, as its document reads now. */
export const Project = z.object({
  /** The layout that the document was written in. */
  layout: z.object({ major: z.int().min(1), minor: z.int().nonnegative() }),
  id: ProjectId,
  name: z.string(),
  createdAt: Instant,
  /** Null where it is no branch. */
  forkedFrom: Fork.nullable(),
  settings: ProjectSettings,
  brief: Brief,
  /** Oldest first. */
  stories: z.array(Story),
  /** In the order of the film. */
  scenes: z.array(SceneStack),
  characters: z.array(Character),
  styles: z.array(Style),
  pool: z.array(PoolItem),
  sound: SongPlacement,
  /** Narration, captions, titles and markers from the first frame on. */
  narration: z.array(Narration),
  captions: z.array(Caption),
  titles: z.array(Title),
  markers: z.array(Marker),
  /** Oldest first. */
  notes: z.array(Note),
  /** Oldest first. */
  versions: z.array(NamedVersion),
  bin: Bin,
});
export type Project = z.infer<typeof Project>;
