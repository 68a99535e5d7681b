import { z } from 'zod';
import { ClipId, KeyframeId, ProjectId } from './project-ids.ts';

/** The clip of a project that a job was asked for by; with `keyframe`, that still of the clip. */
export const MadeFor = z.object({ project: ProjectId, clip: ClipId, keyframe: KeyframeId.optional() });
export type MadeFor = z.infer<typeof MadeFor>;
