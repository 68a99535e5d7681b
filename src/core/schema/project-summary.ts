import { z } from 'zod';
import { FrameRate } from './film-time.ts';
import { Sha256, TakeId } from './ids.ts';
import { ProjectId } from './project-ids.ts';

/** A scene or a clip of the cut, as it is found without opening its project. */
export const IndexedThing = z.object({
  kind: z.enum(['scene', 'clip']),
  id: z.string(),
  name: z.string(),
  /** What else it is found by. */
  words: z.string(),
  /** Where it is. */
  about: z.string(),
});
export type IndexedThing = z.infer<typeof IndexedThing>;

/** A character, a style or an item of the pool, as it is found without opening its project. */
export const ShelvedThing = IndexedThing.extend({ kind: z.enum(['character', 'style', 'pool-item']) });
export type ShelvedThing = z.infer<typeof ShelvedThing>;

/** What a list of projects shows of one, and the bytes that it holds. */
export const ProjectSummary = z.object({
  name: z.string(),
  /** Scenes in the cut. */
  scenes: z.int().nonnegative(),
  /** Clips in the cut. */
  clips: z.int().nonnegative(),
  /** Clips of the cut that show a take. */
  made: z.int().nonnegative(),
  /** Frames at `frameRate`. */
  length: z.int().nonnegative(),
  frameRate: FrameRate,
  /** The take that stands for the film: the first that the cut shows. */
  poster: TakeId.nullable(),
  /** Everything that the project names by its hash. */
  assets: z.array(Sha256),
  /** The takes of its clips, keyframes and pool. Absent in a record that an older version wrote, until its project is opened again. */
  takes: z.array(TakeId).optional(),
  /** The project that it is a branch of. */
  branchOf: ProjectId.optional(),
  /** Absent in a record that an older version wrote, until its project is opened again. */
  things: z.array(IndexedThing).optional(),
  /** Absent in a record that an older version wrote, until its project is changed again. */
  shelf: z.array(ShelvedThing).optional(),
});
export type ProjectSummary = z.infer<typeof ProjectSummary>;
