import { isOver } from '#core/domain/job.ts';
import type { ClipId, ProjectId } from '#core/schema/project-ids.ts';
import type { JobRecord } from '#lib/storage/records.ts';
import { canRetry } from '../queue-actions.ts';
import { isRunning } from '../queue-sections.ts';

/** How the making of a clip's takes stands. */
export interface ClipWork {
  /** The job at work now. */
  readonly running: JobRecord | undefined;
  /** Jobs that wait, for whatever reason. */
  readonly waiting: readonly JobRecord[];
  /** Jobs that failed since anything of the clip was last made, and can be sent again. */
  readonly failed: readonly JobRecord[];
}

const NOTHING: ClipWork = { running: undefined, waiting: [], failed: [] };

/** How the work on each clip of a project stands, by clip; clips without work are left out. */
export function workByClip(records: readonly JobRecord[], project: ProjectId): ReadonlyMap<ClipId, ClipWork> {
  const work = new Map<ClipId, ClipWork>();
  for (const record of records) {
    const { madeFor, job } = record;
    if (madeFor?.project !== project || job.state === 'done' || job.state === 'cancelled') continue;
    const before = work.get(madeFor.clip) ?? NOTHING;
    if (isRunning(record)) work.set(madeFor.clip, { ...before, running: record });
    else if (!isOver(job)) work.set(madeFor.clip, { ...before, waiting: [...before.waiting, record] });
    else if (canRetry(record)) work.set(madeFor.clip, { ...before, failed: [...before.failed, record] });
  }
  return work;
}
