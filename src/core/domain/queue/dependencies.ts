import type { Fault } from '../../schema/fault.ts';
import type { JobId } from '../../schema/ids.ts';
import type { QueuedJob } from './queued-job.ts';

/** How the jobs that a job needs stand. */
export type DependencyState =
  | { readonly state: 'met' }
  | { readonly state: 'pending' }
  /** One of them will not be done unless a person does something. */
  | { readonly state: 'broken'; readonly fault: Fault };

type Needing = Pick<QueuedJob, 'id' | 'job' | 'dependsOn'>;

/** Jobs by their ids. */
export interface JobsById<Queued extends Needing = Needing> {
  get(id: JobId): Queued | undefined;
}

/**
 * Whether the jobs that a job needs are done. One that was cleared counts as done where its take is
 * kept: `hasTake`. A circle, or one that failed, was cancelled or cleared undone, is never waited for.
 */
export function dependencyState(
  queued: Needing,
  line: JobsById,
  hasTake: (id: JobId) => boolean,
): DependencyState {
  if (needsItself(queued, line)) return broken('cycle', queued.id);
  let pending = false;
  for (const id of queued.dependsOn) {
    const needed = line.get(id);
    if (!needed && !hasTake(id)) return broken('gone', id);
    const state = needed?.job.state ?? 'done';
    if (state === 'failed' || state === 'cancelled') return broken(state, id);
    pending ||= state !== 'done';
  }
  return { state: pending ? 'pending' : 'met' };
}

/** The jobs, and all that must be sent again before them because it failed or was cancelled. */
export function withBrokenNeeds(ids: readonly JobId[], line: JobsById): ReadonlySet<JobId> {
  const wanted = new Set(ids);
  for (const id of wanted) {
    for (const needed of line.get(id)?.dependsOn ?? []) {
      const state = line.get(needed)?.job.state;
      if (state === 'failed' || state === 'cancelled') wanted.add(needed);
    }
  }
  return wanted;
}

function needsItself({ id }: Needing, line: JobsById): boolean {
  const reached = new Set<JobId>([id]);
  for (const at of reached) {
    const needing = line.get(at);
    if (!needing || needing.job.state === 'done') continue;
    if (needing.dependsOn.includes(id)) return true;
    for (const needed of needing.dependsOn) reached.add(needed);
  }
  return false;
}

const broken = (why: 'failed' | 'cancelled' | 'gone' | 'cycle', job: JobId): DependencyState => ({
  state: 'broken',
  fault: { reason: 'dependency-failed', facts: { why, job } },
});
