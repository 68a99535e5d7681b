import { describe, expect, it } from 'vitest';
import { BatchId } from '#core/schema/ids.ts';
import { Notice } from '#core/schema/notice.ts';
import type { JobRecord } from '#lib/storage/records.ts';
import { someHash, someJob } from '../../../../tests/contract/samples.ts';
import { workEnds } from './work-ends.ts';

const BATCH = BatchId.parse(crypto.randomUUID());

function record(state: 'done' | 'failed' | 'cancelled' | 'queued' | 'parked', endedAt: number, changes: Partial<JobRecord> = {}): JobRecord {
  const queued = someJob('queued', 1_000);
  const { schema, id, attempts, maxAttempts, crashes, lease } = queued.job;
  const every = { schema, id, attempts, maxAttempts, crashes, lease };
  const job: JobRecord['job'] = {
    done: { ...every, state: 'done' as const, result: someHash('a') },
    failed: { ...every, state: 'failed' as const, fault: { reason: 'device-lost' as const, facts: {} } },
    cancelled: { ...every, state: 'cancelled' as const },
    queued: { ...every, state: 'queued' as const },
    parked: { ...every, crashes: 2, state: 'waiting' as const, waitsFor: ['person' as const] },
  }[state];
  const log: JobRecord['log'] = [{ number: 1, startedAt: 2_000, endedAt, outcome: 'done' }];
  return { ...queued, job, log, startedAt: 2_000, ...(state === 'queued' || state === 'parked' ? {} : { endedAt }), ...changes };
}

const said = (jobs: readonly JobRecord[], since = 0) => workEnds(jobs, since).map(({ kind, title, path }) => `${kind}: ${title} ${path}`);

describe('the ends of work', () => {
  it('tells of a finished take, and leads to it', () => {
    const done = record('done', 30_000);
    const [end] = workEnds([done], 0);
    expect(end).toMatchObject({ kind: 'good', text: '“a red ball” is ready.', path: `/gallery/${done.id}`, at: 30_000, tookMs: 28_000 });
  });

  it('tells of a failure with what happened, what was kept and what to do', () => {
    const [end] = workEnds([record('failed', 9_000)], 0);
    expect(end!.kind).toBe('bad');
    expect(end!.text).toMatch(/^“a red ball” could not be made\. .+\. .+\. .+\.$/);
  });

  it('tells of a job that waits for a yes', () => {
    expect(said([record('parked', 9_000)])).toEqual(['warn: A job waits for you /queue']);
    expect(workEnds([record('parked', 9_000)], 0)[0]!.text).toBe('“a red ball” was broken off 2 times and waits for your yes before it goes on.');
  });

  it('is silent about what goes on, what was cancelled, and what was told before', () => {
    expect(said([record('queued', 1), record('cancelled', 9_000), record('done', 5_000)], 5_000)).toEqual([]);
  });

  it('goes from the oldest end to the newest', () => {
    expect(workEnds([record('done', 9), record('done', 7), record('failed', 8)], 0).map(({ at }) => at)).toEqual([7, 8, 9]);
  });

  it('tells of a batch once, when the last of it is over', () => {
    const done = Array.from({ length: 7 }, (_, i) => record('done', 5_000 + i, { batch: BATCH }));
    expect(said([...done, record('queued', 0, { batch: BATCH })])).toEqual([]);
    const all = [...done, record('done', 9_000, { batch: BATCH })];
    expect(said(all)).toEqual(['good: 8 takes are ready /gallery']);
    expect(workEnds(all, 0)[0]).toMatchObject({ at: 9_000, tookMs: 7_000 });
  });

  it('counts what failed in a batch, and leaves out what was cancelled', () => {
    const of = (state: 'done' | 'failed' | 'cancelled') => record(state, 9_000, { batch: BATCH });
    expect(said([of('done'), of('failed'), of('cancelled')])).toEqual(['warn: 1 of 2 takes are ready /queue']);
    expect(said([of('failed'), of('failed')])).toEqual(['bad: 2 takes could not be made /queue']);
    expect(said([of('cancelled'), of('cancelled')])).toEqual([]);
    expect(said([of('done'), of('cancelled')])[0]).toMatch(/^good: A take is ready/);
  });

  it('tells of a parked job of a batch while the others go on', () => {
    expect(said([record('parked', 9_000, { batch: BATCH }), record('queued', 0, { batch: BATCH })])).toHaveLength(1);
  });

  it('gives one end one id, another end another, and always a UUID', () => {
    const done = record('done', 30_000);
    const [one, again] = [workEnds([done], 0)[0]!, workEnds([done], 0)[0]!];
    expect(one.id).toBe(again.id);
    expect(workEnds([{ ...done, endedAt: 30_001 }], 0)[0]!.id).not.toBe(one.id);
    const { kind, text, path, at } = one;
    expect(Notice.safeParse({ schema: 1, id: one.id, kind, text, path, at, read: false }).success).toBe(true);
  });

  it('quotes a long prompt in part', () => {
    const done = record('done', 9_000);
    const [end] = workEnds([{ ...done, request: { ...done.request, prompt: 'a boat '.repeat(40) } }], 0);
    expect(end!.text.length).toBeLessThan(80);
  });
});
