import type { ProjectId } from '../../schema/project-ids.ts';
import type { MadeFor } from '../../schema/made-for.ts';
import type { Take } from '../../schema/take.ts';

/** What a project's takes have cost so far. */
export interface ProjectCost {
  /** All takes that were made for its clips, those that are not in use too. */
  readonly takes: number;
  /** Time that engines worked on them, in milliseconds. */
  readonly ms: number;
}

/** Sums up what engines did for a project, as its takes tell. */
export function costOf(project: ProjectId, takes: readonly Pick<Take, 'madeFor' | 'timings'>[]): ProjectCost {
  const own = takes.filter(({ madeFor }) => madeFor?.project === project);
  const ms = own.reduce((sum, { timings }) => sum + Object.values(timings).reduce((all, stage) => all + (stage ?? 0), 0), 0);
  return { takes: own.length, ms };
}

/** Whether work was asked for by a project. */
export const isFor = (project: ProjectId, { madeFor }: { readonly madeFor?: MadeFor | undefined }): boolean => madeFor?.project === project;
