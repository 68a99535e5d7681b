import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FaultReason } from '../../schema/fault.ts';
import { JobId } from '../../schema/ids.ts';
import { newJob } from './job.ts';
import { isTransient, pauseLeft, retryPause } from './retry.ts';

describe('trying again', () => {
  it('is for faults that pass by themselves', () => {
    expect(FaultReason.options.filter(isTransient)).toEqual(['device-lost', 'worker-died', 'part-missing', 'interrupted', 'timed-out', 'engine-away', 'engine-died']);
  });

  it('waits at most twice as long after each attempt, a minute at most', () => {
    expect([1, 2, 3, 20].map((attempts) => retryPause(attempts, 1))).toEqual([1_000, 2_000, 4_000, 60_000]);
  });

  it('spreads over the whole pause', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 30 }), fc.double({ min: 0, max: 1, noNaN: true }), (attempts, random) => {
        const pause = retryPause(attempts, random);
        expect(pause).toBeGreaterThanOrEqual(0);
        expect(Math.abs(pause - random * retryPause(attempts, 1))).toBeLessThanOrEqual(0.5);
      }),
    );
  });

  it('knows how much of a pause is left, also when the clock was put back', () => {
    const job = { ...newJob(JobId.parse(crypto.randomUUID())), state: 'queued' as const, notBefore: 5_000 };
    expect(pauseLeft(job, 4_000)).toBe(1_000);
    expect(pauseLeft(job, 5_000)).toBe(0);
    expect(pauseLeft({ ...job, notBefore: 5_000_000 }, 4_000)).toBe(0);
  });
});
