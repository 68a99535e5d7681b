import { z } from 'zod';
import { FrameRate } from './film-time.ts';
import { Sha256, TakeId } from './ids.ts';
import { ProjectId } from './project-ids.ts';

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
  /** The project that it is a branch of. */
  branchOf: ProjectId.optional(),
});
export type ProjectSummary = z.infer<typeof ProjectSummary>;
