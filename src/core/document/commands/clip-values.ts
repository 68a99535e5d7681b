import { allClips, cutOf } from '../../domain/timeline/cut.ts';
import type { Clip } from '../../schema/clip.ts';
import type { Project } from '../../schema/project.ts';

/** Every clip of a project once: those in the cut, in order, and all others, bin included. */
export function clipValues(project: Project): { row: Clip[]; others: Clip[] } {
  const row = cutOf(project).map(({ clip }) => clip);
  const inRow = new Set(row.map(({ id }) => id));
  const binned = project.bin.scenes.flatMap(({ clips }) => clips.flatMap(({ members }) => members));
  const all = [...allClips(project).map(({ clip }) => clip), ...binned, ...project.bin.clips.map(({ clip }) => clip)];
  return { row, others: all.filter(({ id }) => !inRow.has(id)) };
}
