import type { ClipDepth } from '../../schema/clip-depth.ts';
import type { Sha256 } from '../../schema/ids.ts';
import type { Project } from '../../schema/project.ts';
import { allClips } from './cut.ts';

/** The depth of a picture where some clip of the film knows it: each picture is looked at once. */
export const knownDepth = (project: Pick<Project, 'scenes'>, picture: Sha256): Omit<ClipDepth, 'strength'> | undefined =>
  allClips(project).find(({ clip }) => clip.depth?.picture === picture)?.clip.depth ?? undefined;
