import type { Fault } from '../../schema/fault.ts';
import type { JobId, Sha256 } from '../../schema/ids.ts';
import type { Job, WaitReason } from '../../schema/job.ts';
import { fail, ok, type Result } from '../../schema/result.ts';
import { MOST_ATTEMPTS, pauseLeft } from './retry.ts';

/** Deaths of its holder after which a job waits for a person: it may be what kills them. */
export const MOST_CRASHES = 2;

/** A lease that ends later than this was given by a clock that has since been put back. In milliseconds. */
const LONGEST_LEASE_MS = 10 * 60_000;

/** What can happen to a job. Times are milliseconds since 1970. */
export type JobEvent =
  /** A person sends it; it waits first for whatever `waitsFor` lists. */
  | { type: 'send'; waitsFor?: readonly WaitReason[] }
  /** Something it needs went away before it began. */
  | { type: 'block'; waitsFor: WaitReason }
  /** Something it waited for is there. */
  | { type: 'unblock'; waitsFor: WaitReason }
  /** An engine takes it, for so long. */
  | { type: 'begin'; holder: string; now: number; leaseUntil: number }
  /** The holder is still at work. */
  | { type: 'renew'; lease: number; leaseUntil: number }
  /** The work is made and is now being kept. */
  | { type: 'publish'; lease: number }
  /** The result is kept, under its hash. */
  | { type: 'finish'; lease: number; result: Sha256 }
  /** The attempt ended with a fault; one that may pass is tried again at `retryAt`. */
  | { type: 'fault'; lease: number; fault: Fault; retryAt?: number }
  /** The memory ran out; the next attempt takes a step down. That one is not held against the job. */
  | { type: 'step-down'; lease: number; fault: Fault }
  /** Nobody has heard of the holder and its time is over. */
  | { type: 'expire'; now: number }
  /** The holder is known to have died in the middle. */
  | { type: 'crash'; lease: number }
  /** The holder leaves in good order, as when a tab closes. */
  | { type: 'release'; lease: number }
  /** What it waits for will never be there. */
  | { type: 'strand'; fault: Fault }
  | { type: 'pause' }
  /** A person lets a paused job, or one that waits for their yes, go on. */
  | { type: 'resume' }
  | { type: 'cancel' }
  /** A person sends a failed or cancelled job again. */
  | { type: 'retry' };

/** Why a move is refused; the job stays as it was. */
export type JobRefusal =
  | { reason: 'illegal-move'; from: Job['state']; event: JobEvent['type'] }
  | { reason: 'stale-lease'; held: number; given: number }
  | { reason: 'too-early'; notBefore: number }
  | { reason: 'other-result'; kept: Sha256; given: Sha256 };

export const newJob = (id: JobId, maxAttempts = MOST_ATTEMPTS): Job => ({
  schema: 2,
  state: 'draft',
  id,
  attempts: 0,
  crashes: 0,
  maxAttempts,
  lease: 0,
});

/**
 * The job after an event, or why the event is refused. Pure: storage, the browser's queue and the
 * accelerator all ask here, so that they can never disagree.
 *
 * A finish that comes twice with the same result changes nothing; a message under an old lease is
 * refused, so a holder that was given up for lost cannot overwrite its successor's work.
 */
export function move(job: Job, event: JobEvent): Result<Job, JobRefusal> {
  switch (event.type) {
    case 'send':
      return job.state === 'draft' ? ok(ready(job, event.waitsFor ?? [])) : illegal(job, event);

    case 'block':
      if (job.state === 'queued') return ok(ready(job, [event.waitsFor]));
      if (job.state === 'waiting') return ok(ready(job, [...job.waitsFor, event.waitsFor]));
      return illegal(job, event);

    case 'unblock':
      if (job.state !== 'waiting') return illegal(job, event);
      return ok(
        ready(
          job,
          job.waitsFor.filter((reason) => reason !== event.waitsFor),
        ),
      );

    case 'begin':
      if (job.state !== 'queued') return illegal(job, event);
      if (pauseLeft(job, event.now) > 0) return tooEarly(job.notBefore);
      return ok({
        ...common(job),
        attempts: job.attempts + 1,
        lease: job.lease + 1,
        state: 'running',
        holder: event.holder,
        leaseUntil: event.leaseUntil,
      });

    case 'renew':
      if (!isHeld(job)) return illegal(job, event);
      if (event.lease !== job.lease) return stale(job, event.lease);
      return ok({ ...job, leaseUntil: Math.max(job.leaseUntil, event.leaseUntil) });

    case 'publish':
      if (job.state !== 'running') return illegal(job, event);
      if (event.lease !== job.lease) return stale(job, event.lease);
      return ok({ ...job, state: 'publishing' });

    case 'finish':
      if (job.state === 'done') {
        if (event.result === job.result) return ok(job);
        return fail({ reason: 'other-result', kept: job.result, given: event.result });
      }
      if (job.state !== 'publishing') return illegal(job, event);
      if (event.lease !== job.lease) return stale(job, event.lease);
      return ok({ ...common(job), state: 'done', result: event.result });

    case 'fault':
      if (!isHeld(job)) return illegal(job, event);
      if (event.lease !== job.lease) return stale(job, event.lease);
      return ok(afterFault(job, event.fault, event.retryAt));

    case 'step-down':
      if (!isHeld(job)) return illegal(job, event);
      if (event.lease !== job.lease) return stale(job, event.lease);
      return ok({ ...common(unbegun(job)), state: 'queued', lastFault: event.fault });

    case 'crash': {
      if (!isHeld(job)) return illegal(job, event);
      if (event.lease !== job.lease) return stale(job, event.lease);
      const crashed = { ...unbegun(job), crashes: job.crashes + 1 };
      return ok(ready(crashed, crashed.crashes >= MOST_CRASHES ? ['person'] : []));
    }

    case 'release':
      if (!isHeld(job)) return illegal(job, event);
      if (event.lease !== job.lease) return stale(job, event.lease);
      return ok(ready(unbegun(job), []));

    case 'strand':
      if (job.state !== 'queued' && job.state !== 'waiting') return illegal(job, event);
      return ok({ ...common(job), state: 'failed', fault: event.fault });

    case 'expire':
      if (!isHeld(job)) return illegal(job, event);
      if (event.now < job.leaseUntil && job.leaseUntil - event.now <= LONGEST_LEASE_MS) return tooEarly(job.leaseUntil);
      return ok(afterFault(job, { reason: 'worker-died', facts: { attempts: job.attempts } }, event.now));

    case 'pause':
      if (job.state !== 'queued' && job.state !== 'waiting' && job.state !== 'running') return illegal(job, event);
      return ok({ ...common(job), state: 'paused' });

    case 'resume':
      if (job.state === 'paused') return ok(ready(fresh(job), []));
      if (job.state !== 'waiting' || !job.waitsFor.includes('person')) return illegal(job, event);
      return ok(
        ready(
          fresh(job),
          job.waitsFor.filter((reason) => reason !== 'person'),
        ),
      );

    case 'cancel':
      // What is being published is finished work: it is kept, and can be deleted like any take.
      if (job.state === 'publishing' || isOver(job)) return illegal(job, event);
      return ok({ ...common(job), state: 'cancelled' });

    case 'retry':
      return job.state === 'failed' || job.state === 'cancelled' ? ok(ready(fresh(job), [])) : illegal(job, event);
  }
}

/** Nothing will happen to it by itself any more. */
export const isOver = (job: Job): boolean =>
  job.state === 'done' || job.state === 'failed' || job.state === 'cancelled';

/** Somebody has it under a lease. */
export const isHeld = (job: Job): job is Extract<Job, { state: 'running' | 'publishing' }> =>
  job.state === 'running' || job.state === 'publishing';

/** The job with its latest attempt not counted. */
const unbegun = <Begun extends Job>(job: Begun): Begun => ({ ...job, attempts: Math.max(0, job.attempts - 1) });

/** The job with nothing held against it any more. */
const fresh = <Old extends Job>(job: Old): Old => ({ ...job, attempts: 0, crashes: 0 });

function common({ schema, id, attempts, crashes, maxAttempts, lease }: Job) {
  return { schema, id, attempts, crashes, maxAttempts, lease };
}

function ready(job: Job, waitsFor: readonly WaitReason[]): Job {
  const reasons = [...new Set(waitsFor)];
  return reasons.length > 0
    ? { ...common(job), state: 'waiting', waitsFor: reasons }
    : { ...common(job), state: 'queued' };
}

function afterFault(job: Job, fault: Fault, retryAt: number | undefined): Job {
  if (retryAt === undefined || job.attempts >= job.maxAttempts) return { ...common(job), state: 'failed', fault };
  return { ...common(job), state: 'queued', notBefore: retryAt, lastFault: fault };
}

const illegal = (job: Job, event: JobEvent) =>
  fail<JobRefusal>({ reason: 'illegal-move', from: job.state, event: event.type });

const tooEarly = (notBefore: number | undefined) => fail<JobRefusal>({ reason: 'too-early', notBefore: notBefore ?? 0 });

const stale = (job: Job, given: number) => fail<JobRefusal>({ reason: 'stale-lease', held: job.lease, given });
