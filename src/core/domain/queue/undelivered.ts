import type { ClipId, KeyframeId } from '../../schema/project-ids.ts';
import type { Project } from '../../schema/project.ts';
import type { Take } from '../../schema/take.ts';
import { allClips } from '../timeline/cut.ts';

export interface Undelivered {
  readonly clip: ClipId;
  /** The clip's still that it is for, where it is for one. */
  readonly keyframe?: KeyframeId;
  readonly take: Take['id'];
}

/** The takes that clips and keyframes of a project asked for and do not have, oldest first, bin included. */
export function undelivered(project: Pick<Project, 'id' | 'scenes' | 'bin'>, takes: readonly Pick<Take, 'id' | 'madeFor' | 'createdAt'>[]): Undelivered[] {
  const made = takes.flatMap(({ id, madeFor, createdAt }) => (madeFor?.project === project.id ? [{ ...madeFor, id, createdAt }] : []));
  if (made.length === 0) return [];
  const binned = project.bin.scenes.flatMap(({ clips }) => clips.flatMap(({ members }) => members));
  const clips = [...allClips(project).map(({ clip }) => clip), ...binned, ...project.bin.clips.map(({ clip }) => clip)];
  const has = new Map([...clips, ...clips.flatMap(({ keyframes }) => keyframes)].map(({ id, takes: own }) => [id as string, new Set(own.map((take) => take.id))]));
  return made
    .filter(({ id, clip, keyframe }) => has.get(keyframe ?? clip)?.has(id) === false)
    .sort((a, b) => a.createdAt - b.createdAt)
    .map(({ id, clip, keyframe }) => ({ clip, ...(keyframe && { keyframe }), take: id }));
}
