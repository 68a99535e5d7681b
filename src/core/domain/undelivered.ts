import type { ClipId } from '../schema/project-ids.ts';
import type { Project } from '../schema/project.ts';
import type { Take } from '../schema/take.ts';
import { allClips } from './cut.ts';

export interface Undelivered {
  readonly clip: ClipId;
  readonly take: Take['id'];
}

/** The takes that clips of a project asked for and do not have, oldest first, bin included. */
export function undelivered(project: Pick<Project, 'id' | 'scenes' | 'bin'>, takes: readonly Pick<Take, 'id' | 'madeFor' | 'createdAt'>[]): Undelivered[] {
  const made = takes.flatMap(({ id, madeFor, createdAt }) => (madeFor?.project === project.id ? [{ id, clip: madeFor.clip, createdAt }] : []));
  if (made.length === 0) return [];
  const binned = project.bin.scenes.flatMap(({ clips }) => clips.flatMap(({ members }) => members));
  const clips = [...allClips(project).map(({ clip }) => clip), ...binned, ...project.bin.clips.map(({ clip }) => clip)];
  const has = new Map(clips.map(({ id, takes: own }) => [id, new Set(own.map((take) => take.id))]));
  return made
    .filter(({ id, clip }) => has.get(clip)?.has(id) === false)
    .sort((a, b) => a.createdAt - b.createdAt)
    .map(({ id, clip }) => ({ clip, take: id }));
}
