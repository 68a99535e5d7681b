import type { ProjectId } from '../../schema/project-ids.ts';
import type { ProjectRecord } from '../../schema/project-record.ts';
import type { Take } from '../../schema/take.ts';
import { isFor } from './made-for-project.ts';

/** What is to be known of a project to tell its takes. */
export type Collection = Pick<ProjectRecord, 'id' | 'name' | 'takes'>;

/** Whether a take is one of a project's: it was made for it, or its clips, keyframes or pool have it, wherever it was made. */
export function inProject(project: ProjectId, all: readonly Collection[]): (take: Take) => boolean {
  const has = new Set(all.find(({ id }) => id === project)?.takes);
  return (take) => isFor(project, take) || has.has(take.id);
}

/** Those of the projects that have any of the takes, in their order. */
export function projectsAmong(takes: readonly Take[], all: readonly Collection[]): readonly Collection[] {
  const [ids, madeFor] = [new Set(takes.map(({ id }) => id)), new Set(takes.map((take) => take.madeFor?.project))];
  return all.filter((project) => madeFor.has(project.id) || project.takes?.some((id) => ids.has(id)));
}
