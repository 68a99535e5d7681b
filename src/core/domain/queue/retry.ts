import type { FaultReason } from '../../schema/fault.ts';
import type { Job } from '../../schema/job.ts';

/** Times that a job is begun before a fault that may pass counts as one that stays. */
export const MOST_ATTEMPTS = 3;

/** No pause before the next attempt is longer, in milliseconds. */
const LONGEST_PAUSE_MS = 60_000;

const FIRST_PAUSE_MS = 1_000;

/** Faults that may be gone the next time, though nobody does anything about them. */
const TRANSIENT: readonly FaultReason[] = ['device-lost', 'worker-died', 'part-missing', 'interrupted', 'timed-out', 'engine-away', 'engine-died'];

export const isTransient = (reason: FaultReason): boolean => TRANSIENT.includes(reason);

/**
 * How long to wait after attempt `attempts`, in milliseconds: anything from nothing to 1, 2, 4 … seconds,
 * at most a minute, so that many who failed together do not come back together. `random`: 0 to 1.
 */
export const retryPause = (attempts: number, random: number): number =>
  Math.round(random * Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.max(0, attempts - 1)));

/**
 * How long a job must still wait before it may begin, in milliseconds. A moment farther off than any
 * pause was set by a clock that has since been put back: it counts as now.
 */
export function pauseLeft(job: Job, now: number): number {
  if (job.state !== 'queued' || job.notBefore === undefined) return 0;
  const left = job.notBefore - now;
  return left > LONGEST_PAUSE_MS ? 0 : Math.max(0, left);
}
