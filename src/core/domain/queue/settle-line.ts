import type { JobId } from '../../schema/ids.ts';
import type { WaitReason } from '../../schema/job.ts';
import { dependencyState, type JobsById } from './dependencies.ts';
import { isHeld } from './job.ts';
import type { LineMove, QueuedJob } from './queued-job.ts';

/** What the jobs of a line find around them. */
export interface Surroundings<Queued extends QueuedJob> {
  /** What keeps the job's lane from taking it; undefined while nothing does. */
  awaits(queued: Queued): WaitReason | undefined;
  /** Whether a job that is no longer in line has left a take. */
  hasTake(id: JobId): boolean;
}

/**
 * What must happen to the jobs that stand in line so that each waits for what it needs and for nothing
 * else. Told again after every change until there is nothing more to do.
 */
export function settleLine<Queued extends QueuedJob>(line: readonly Queued[], around: Surroundings<Queued>): LineMove[] {
  const byId = new Map(line.map((queued) => [queued.id, queued]));
  return line.flatMap((queued) => settleJob(queued, byId, around));
}

/** The same for one job of the line. */
export function settleJob<Queued extends QueuedJob>(
  queued: Queued,
  line: JobsById<Queued>,
  around: Surroundings<Queued>,
): LineMove[] {
  const { id, job } = queued;
  const stranded = job.state === 'failed' && job.fault.reason === 'dependency-failed';
  if (job.state !== 'queued' && job.state !== 'waiting' && !stranded) return [];
  const needs = dependencyState(queued, line, (needed) => around.hasTake(needed));
  if (stranded) return needs.state === 'broken' ? [] : [{ id, event: { type: 'retry' } }];
  if (needs.state === 'broken') return [{ id, event: { type: 'strand', fault: needs.fault } }];

  const away = around.awaits(queued);
  const wanted: readonly WaitReason[] = [...(needs.state === 'pending' ? (['dependency'] as const) : []), ...(away ? [away] : [])];
  const present: readonly WaitReason[] = job.state === 'waiting' ? job.waitsFor : [];
  const moves: LineMove[] = [];
  for (const waitsFor of wanted) if (!present.includes(waitsFor)) moves.push({ id, event: { type: 'block', waitsFor } });
  for (const waitsFor of present) {
    if (waitsFor !== 'person' && !wanted.includes(waitsFor)) moves.push({ id, event: { type: 'unblock', waitsFor } });
  }
  return moves;
}

/**
 * What becomes of the jobs that a former holder has left in the middle, told by whoever takes over and
 * knows that nobody is at work. `farewells`: leases whose holder said that it leaves.
 */
export function takeOverLine(line: readonly QueuedJob[], farewells: ReadonlyMap<JobId, number>): LineMove[] {
  return line.flatMap(({ id, job, lane }): LineMove[] => {
    if (!isHeld(job)) return [];
    // What an accelerator works on goes on there whoever dies here.
    const type = lane === 'remote' || farewells.get(id) === job.lease ? 'release' : 'crash';
    return [{ id, event: { type, lease: job.lease } }];
  });
}
