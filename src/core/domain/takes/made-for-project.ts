import type { ProjectId } from '../../schema/project-ids.ts';
import type { MadeFor } from '../../schema/made-for.ts';
import type { Take } from '../../schema/take.ts';

/** What a project's takes have cost so far. */
export interface ProjectCost {
  /** All takes that were made for its clips, those that are not in use too. */
  readonly takes: number;
  /** Time that engines worked on them, in milliseconds. */
  readonly ms: number;
  /** Watt-hours that were measured, and for how many of the takes; undefined where no card told its power. */
  readonly energy: { readonly wattHours: number; readonly takes: number } | undefined;
}

/** Sums up what engines did for a project, as its takes tell. */
export function costOf(project: ProjectId, takes: readonly Pick<Take, 'madeFor' | 'timings' | 'energy'>[]): ProjectCost {
  const own = takes.filter(({ madeFor }) => madeFor?.project === project);
  const ms = own.reduce((sum, { timings }) => sum + Object.values(timings).reduce((all, stage) => all + (stage ?? 0), 0), 0);
  const measured = own.flatMap(({ energy }) => energy ?? []);
  return { takes: own.length, ms, energy: measured.length === 0 ? undefined : { wattHours: measured.reduce((sum, one) => sum + one, 0), takes: measured.length } };
}

/** Whether work was asked for by a project. */
export const isFor = (project: ProjectId, { madeFor }: { readonly madeFor?: MadeFor | undefined }): boolean => madeFor?.project === project;
