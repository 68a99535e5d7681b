import type { JobId } from '#core/schema/ids.ts';
import type { Job } from '#core/schema/job.ts';
import { newJob } from '#core/domain/queue/job.ts';
import type { QueuedJob } from '#core/domain/queue/queued-job.ts';

/** The id of the job that a test calls `n`. */
export const idOf = (n: number): JobId => `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}` as JobId;

/** Job `n` in line, queued unless the test says otherwise. */
export function inLine(n: number, changes: Partial<QueuedJob> & { state?: Partial<Job> } = {}): QueuedJob {
  const { state = { state: 'queued' }, ...rest } = changes;
  const id = idOf(n);
  return {
    id,
    job: { ...newJob(id), ...state } as Job,
    lane: 'browser',
    priority: 'normal',
    rank: `a${n}`,
    dependsOn: [],
    log: [],
    stepsDown: [],
    createdAt: n,
    ...rest,
  };
}
