import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JobId, Sha256 } from '../../schema/ids.ts';
import { Job } from '../../schema/job.ts';
import { isOver, type JobEvent, move, newJob } from './job.ts';

const id = JobId.parse('01890a5d-ac96-774b-bcce-b302099a8057');
const hash = (digit: string) => Sha256.parse(digit.repeat(64));

/** The job after events that must all be legal. */
function after(...events: JobEvent[]): Job {
  let job = newJob(id);
  for (const event of events) {
    const moved = move(job, event);
    if (!moved.ok) throw new Error(`${event.type}: ${JSON.stringify(moved.fault)}`);
    job = moved.value;
  }
  return job;
}
const send: JobEvent = { type: 'send' };
const begin: JobEvent = { type: 'begin', holder: 'tab', now: 10, leaseUntil: 20 };

describe('a job', () => {
  it('goes from draft to done', () => {
    const job = after(send, begin, { type: 'publish', lease: 1 }, { type: 'finish', lease: 1, result: hash('a') });
    expect(job).toMatchObject({ state: 'done', result: hash('a'), attempts: 1, lease: 1 });
  });

  it('waits until everything it waits for is there', () => {
    const waiting = after({ type: 'send', waitsFor: ['network', 'model'] }, { type: 'unblock', waitsFor: 'network' });
    expect(waiting).toMatchObject({ state: 'waiting', waitsFor: ['model'] });
    expect(move(waiting, { type: 'unblock', waitsFor: 'model' })).toMatchObject({ value: { state: 'queued' } });
  });

  it('refuses the message of a holder that was given up for lost', () => {
    const job = after(send, begin, { type: 'expire', now: 21 }, { ...begin, now: 30 });
    expect(job.lease).toBe(2);
    expect(move(job, { type: 'publish', lease: 1 })).toEqual({
      ok: false,
      fault: { reason: 'stale-lease', held: 2, given: 1 },
    });
  });

  it('is not begun before its time, and not given up while the lease holds', () => {
    const again = after(send, begin, {
      type: 'fault',
      lease: 1,
      fault: { reason: 'worker-died', facts: {} },
      retryAt: 99,
    });
    expect(move(again, { ...begin, now: 98 })).toMatchObject({ fault: { reason: 'too-early' } });
    expect(move(again, { ...begin, now: 99 })).toMatchObject({ value: { state: 'running' } });
    expect(move(after(send, begin), { type: 'expire', now: 19 })).toMatchObject({ fault: { reason: 'too-early' } });
  });

  it('publishes exactly once', () => {
    const done = after(send, begin, { type: 'publish', lease: 1 }, { type: 'finish', lease: 1, result: hash('a') });
    const again = move(done, { type: 'finish', lease: 1, result: hash('a') });
    expect(again).toEqual({ ok: true, value: done });
    expect(move(done, { type: 'finish', lease: 1, result: hash('b') })).toMatchObject({
      fault: { reason: 'other-result' },
    });
  });

  it('fails when its attempts are spent, and can be sent again by a person', () => {
    let job = after(send);
    const fault = { reason: 'worker-died', facts: {} } as const;
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      const begun = move(job, begin);
      if (!begun.ok) throw new Error('not begun');
      const ended = move(begun.value, { type: 'fault', lease: attempt, fault, retryAt: 0 });
      if (!ended.ok) throw new Error('not ended');
      job = ended.value;
    }
    expect(job).toMatchObject({ state: 'failed', fault });
    expect(move(job, { type: 'retry' })).toMatchObject({ value: { state: 'queued', attempts: 0, lease: 3 } });
  });

  it('is begun again after its holder died, and waits for a person after the second death', () => {
    const once = after(send, begin, { type: 'crash', lease: 1 });
    expect(once).toMatchObject({ state: 'queued', crashes: 1, attempts: 0 });
    const twice = after(send, begin, { type: 'crash', lease: 1 }, begin, { type: 'publish', lease: 2 }, { type: 'crash', lease: 2 });
    expect(twice).toMatchObject({ state: 'waiting', waitsFor: ['person'], crashes: 2 });
    expect(move(twice, { type: 'unblock', waitsFor: 'network' })).toMatchObject({ value: { state: 'waiting' } });
    expect(move(twice, { type: 'resume' })).toMatchObject({ value: { state: 'queued', crashes: 0 } });
  });

  it('is neither cancelled nor put aside while its finished work is being kept', () => {
    const publishing = after(send, begin, { type: 'publish', lease: 1 });
    for (const type of ['cancel', 'pause'] as const) {
      expect(move(publishing, { type })).toEqual({ ok: false, fault: { reason: 'illegal-move', from: 'publishing', event: type } });
    }
  });

  it('is begun again after its holder left, and nothing is held against it', () => {
    expect(after(send, begin, { type: 'release', lease: 1 })).toMatchObject({ state: 'queued', crashes: 0, attempts: 0, lease: 1 });
  });

  it('does not count an attempt that ended for want of memory', () => {
    const fault = { reason: 'out-of-memory', facts: {} } as const;
    const job = after(send, begin, { type: 'step-down', lease: 1, fault });
    expect(job).toMatchObject({ state: 'queued', attempts: 0, lastFault: fault });
  });

  it('keeps what else it waits for when a person says yes', () => {
    const job = after({ type: 'send', waitsFor: ['person', 'network'] }, { type: 'resume' });
    expect(job).toMatchObject({ state: 'waiting', waitsFor: ['network'] });
    expect(move(job, { type: 'resume' }).ok).toBe(false);
  });

  it('fails while it waits when what it needs will never be there, and can be sent again', () => {
    const fault = { reason: 'dependency-failed', facts: { why: 'gone' } } as const;
    const job = after({ type: 'send', waitsFor: ['dependency'] }, { type: 'strand', fault });
    expect(job).toMatchObject({ state: 'failed', fault });
    expect(move(job, { type: 'retry' })).toMatchObject({ value: { state: 'queued' } });
    expect(move(after(send, begin), { type: 'strand', fault }).ok).toBe(false);
  });

  it('is not held up by a clock that was put back', () => {
    const hours = 5 * 3_600_000;
    const paused = after(send, { ...begin, now: hours }, { type: 'fault', lease: 1, fault: { reason: 'worker-died', facts: {} }, retryAt: hours + 2_000 });
    expect(move(paused, { ...begin, now: hours + 1_000 }).ok).toBe(false);
    expect(move(paused, { ...begin, now: 10 })).toMatchObject({ value: { state: 'running' } });
    const leased = after(send, { ...begin, leaseUntil: hours });
    expect(move(leased, { type: 'expire', now: 10 })).toMatchObject({ value: { state: 'queued' } });
  });
});

const waits = fc.constantFrom('dependency', 'accelerator', 'network', 'model', 'person' as const);
const lease = fc.integer({ min: 0, max: 12 });
const now = fc.integer({ min: 0, max: 100 });
/** What leads a job to its end comes more often, or few would get there. */
const events: fc.Arbitrary<JobEvent> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ type: fc.constant('send'), waitsFor: fc.array(waits, { maxLength: 2 }) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('block'), waitsFor: waits }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('unblock'), waitsFor: waits }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('begin'), holder: fc.constantFrom('tab', 'daemon'), now, leaseUntil: now }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('renew'), lease, leaseUntil: now }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('publish'), lease }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('finish'), lease, result: fc.constantFrom(hash('a'), hash('b')) }) },
  { weight: 1, arbitrary: fc.record(
    { type: fc.constant('fault'), lease, fault: fc.constant({ reason: 'worker-died', facts: {} }), retryAt: now },
    { requiredKeys: ['type', 'lease', 'fault'] },
  ) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('expire'), now }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constantFrom('crash', 'release'), lease }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('step-down'), lease, fault: fc.constant({ reason: 'out-of-memory', facts: {} }) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('strand'), fault: fc.constant({ reason: 'dependency-failed', facts: {} }) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constantFrom('pause', 'resume', 'cancel', 'retry') }) },
) as fc.Arbitrary<JobEvent>;

/** The only ways from one state to another, as drawn in the domain's words. */
const LEGAL: Record<Job['state'], readonly Job['state'][]> = {
  draft: ['waiting', 'queued', 'cancelled'],
  waiting: ['waiting', 'queued', 'paused', 'failed', 'cancelled'],
  queued: ['waiting', 'running', 'paused', 'failed', 'cancelled'],
  running: ['running', 'publishing', 'queued', 'waiting', 'paused', 'failed', 'cancelled'],
  publishing: ['publishing', 'done', 'queued', 'waiting', 'failed'],
  paused: ['queued', 'cancelled'],
  done: ['done'],
  failed: ['queued'],
  cancelled: ['queued'],
};

describe('any sequence of events', () => {
  it('makes legal moves only, keeps its promises and never throws', () => {
    const reached = new Set<string>();
    fc.assert(
      fc.property(fc.array(events, { minLength: 50, maxLength: 50 }), (sequence) => {
        let job = newJob(id);
        let result: Sha256 | undefined;
        // Random lease numbers rarely fit: half of the messages come from the true holder.
        for (const [i, random] of sequence.entries()) {
          const event = 'lease' in random && i % 2 === 0 ? { ...random, lease: job.lease } : random;
          const before = structuredClone(job);
          const moved = move(job, event);
          expect(job).toEqual(before);
          if (!moved.ok) continue;
          const next = moved.value;
          expect(LEGAL[job.state]).toContain(next.state);
          expect(Job.parse(next)).toEqual(next);
          expect(next.lease).toBe(job.lease + (event.type === 'begin' ? 1 : 0));
          expect(next.attempts).toBeLessThanOrEqual(next.maxAttempts);
          if ('lease' in event && job.state !== 'done') expect(event.lease).toBe(job.lease);
          if (isOver(job)) expect(['done', 'queued']).toContain(next.state);
          if (next.state === 'done') result ??= next.result;
          if (result) expect(next).toMatchObject({ state: 'done', result });
          reached.add(next.state);
          job = next;
        }
      }),
      { numRuns: Number(process.env['KINORA_RUNS'] ?? 300), ...(process.env['KINORA_SEED'] && { seed: Number(process.env['KINORA_SEED']) }) },
    );
    expect([...reached].sort()).toEqual(
      ['cancelled', 'done', 'failed', 'paused', 'publishing', 'queued', 'running', 'waiting'].sort(),
    );
  });
});
