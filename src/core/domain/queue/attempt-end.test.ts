import { expect, it } from 'vitest';
import type { FaultReason } from '../../schema/fault.ts';
import { JobId } from '../../schema/ids.ts';
import type { MemoryStep } from '../../schema/job.ts';
import { afterAttempt } from './attempt-end.ts';
import { move, newJob } from './job.ts';

const SIDES = { default: [128, 128] as [number, number], presets: [[128, 128]] as [number, number][], multiple: 16, min: 64, max: 256 };

function begunJob() {
  const queued = move(newJob(JobId.parse('00000000-0000-4000-8000-000000000001')), { type: 'send' });
  if (!queued.ok) throw new Error('not sent');
  const begun = move(queued.value, { type: 'begin', holder: 'me', now: 0, leaseUntil: 10 });
  if (!begun.ok) throw new Error('not begun');
  return begun.value;
}

const after = (reason: FaultReason, { stopped = false, stepsDown = [] as MemoryStep[], width = 128 } = {}) =>
  afterAttempt({
    begun: { job: begunJob(), stepsDown },
    fault: { reason, facts: {} },
    ...{ stopped, size: { width, height: width }, sides: SIDES, now: 1_000, random: 0.5 },
  });

it('gives back what was stopped, and takes a cancel that nobody asked for as an interruption', () => {
  expect(after('cancelled', { stopped: true })).toEqual({ event: { type: 'release', lease: 1 } });
  expect(after('cancelled').event).toMatchObject({ type: 'fault', fault: { reason: 'interrupted' }, retryAt: 1_500 });
});

it('tries again later what may pass, and nothing else', () => {
  expect(after('engine-died').event).toMatchObject({ type: 'fault', retryAt: 1_500 });
  expect(after('prompt-empty').event).not.toHaveProperty('retryAt');
  expect(after('engine-died', { stopped: true }).event).toMatchObject({ type: 'fault' });
});

it('takes one step down after another when the memory runs out, until there is none', () => {
  expect(after('out-of-memory')).toMatchObject({ event: { type: 'step-down' }, stepDown: 'tiling' });
  expect(after('out-of-memory', { stepsDown: ['tiling'] })).toMatchObject({ event: { type: 'step-down' }, stepDown: 'size' });
  const last = after('out-of-memory', { stepsDown: ['tiling', 'size'] });
  expect(last).toEqual({ event: { type: 'fault', lease: 1, fault: { reason: 'out-of-memory', facts: {} } } });
  expect(after('out-of-memory', { stepsDown: ['tiling'], width: 64 }).event.type).toBe('fault');
});

it('holds no attempt against a job whose accelerator is away, and takes no steps down for one that takes them itself', () => {
  expect(after('accelerator-away')).toEqual({ event: { type: 'release', lease: 1 } });
  const there = afterAttempt({
    begun: { job: begunJob(), stepsDown: [] },
    fault: { reason: 'out-of-memory', facts: {} },
    ...{ stopped: false, size: { width: 128, height: 128 }, sides: undefined, stepsDownItself: true, now: 1_000, random: 0.5 },
  });
  expect(there.event).toMatchObject({ type: 'fault' });
});
