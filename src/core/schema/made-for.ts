import { z } from 'zod';
import { ClipId, ProjectId } from './project-ids.ts';

/** The clip of a project that a job was asked for by. */
export const MadeFor = z.object({ project: ProjectId, clip: ClipId });
export type MadeFor = z.infer<typeof MadeFor>;
