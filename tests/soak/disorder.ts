import { isHeld, isOver } from '../../src/core/domain/queue/job.ts';
import type { JobRecord } from '../../src/lib/storage/records.ts';
import type { Ledger } from './ledger.ts';

/** What a person did that may make a job of the past begin again. */
const BEGUN_AGAIN = new Set(['queued', 'waiting']);

/**
 * What the queue did that it must not, from all that it wrote: work on two jobs at once, or twice on
 * one; a holder that was given up for lost and wrote all the same; a job that ended twice with
 * different takes.
 */
export function findDisorder(ledger: Ledger): string[] {
  const found: string[] = [];
  const last = new Map<string, JobRecord>();
  for (const { store, key, value } of ledger.writes) {
    if (store !== 'jobs') continue;
    const record = value as JobRecord | undefined;
    const before = last.get(key);
    if (!record) {
      if (before && !isOver(before.job)) found.push(`job ${key} was removed while it was ${before.job.state}`);
      last.delete(key);
      continue;
    }
    const { job } = record;
    if (before) {
      const was = before.job;
      if (job.lease < was.lease) found.push(`job ${key}: a write under lease ${job.lease} came after one under ${was.lease}`);
      if (was.state === 'done' && (job.state !== 'done' || job.result !== was.result)) found.push(`job ${key} was done and became ${job.state}`);
      if (isHeld(was) && isHeld(job) && job.lease !== was.lease) found.push(`job ${key} was begun again while it was ${was.state}`);
      if (isOver(was) && !isOver(job) && !BEGUN_AGAIN.has(job.state)) found.push(`job ${key} went from ${was.state} to ${job.state}`);
    }
    if (job.state === 'running') {
      const other = [...last.values()].find((one) => one.id !== record.id && one.lane === record.lane && isHeld(one.job));
      if (other) found.push(`jobs ${other.id} and ${key} ran at once`);
    }
    last.set(key, record);
  }
  return found;
}
