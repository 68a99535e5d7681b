import { describe, expect, it } from 'vitest';
import { BatchId } from '#core/schema/ids.ts';
import type { JobRecord } from '#lib/storage/records.ts';
import { someJob } from '../../../../tests/contract/samples.ts';
import { arrange } from './queue-sections.ts';

const batch = BatchId.parse(crypto.randomUUID());
const inBatch = (record: JobRecord): JobRecord => ({ ...record, batch });
const over = (state: 'done' | 'cancelled', endedAt: number): JobRecord => {
  const record = someJob();
  const { schema, id, attempts, crashes, maxAttempts, lease } = record.job;
  const common = { schema, id, attempts, crashes, maxAttempts, lease };
  const result = '0'.repeat(64);
  return { ...record, endedAt, job: (state === 'done' ? { ...common, state, result } : { ...common, state }) as JobRecord['job'] };
};

/** The sections as `name: a b | c`, where `|` parts entries and `*` marks those under a header. */
function drawn(named: Record<string, JobRecord>): string[] {
  const names = new Map(Object.entries(named).map(([name, { id }]) => [id, name]));
  return arrange(Object.values(named)).sections.map(
    ({ name, entries }) =>
      `${name}: ${entries.map(({ jobs, batch }) => `${batch ? '*' : ''}${jobs.map(({ id }) => names.get(id)).join(' ')}`).join(' | ')}`,
  );
}

describe('the arranged queue', () => {
  it('has a section for what runs, waits, failed and is finished, newest first at the end', () => {
    expect(
      drawn({ a: someJob('running'), b: someJob(), c: someJob('failed'), d: over('done', 1), e: over('cancelled', 3), f: over('done', 2) }),
    ).toEqual(['running: a', 'line: b', 'failed: c', 'finished: e | f | d']);
  });

  it('shows no empty section', () => {
    expect(arrange([]).sections).toEqual([]);
  });

  it('asks for a person above the line', () => {
    const asks = someJob();
    const job = { ...asks.job, state: 'waiting', waitsFor: ['person'] } as JobRecord['job'];
    expect(drawn({ a: someJob(), b: { ...asks, job } })).toEqual(['person: b', 'line: a']);
  });

  it('keeps a batch under one header: what runs, what follows it, and what is over', () => {
    expect(
      drawn({ a: inBatch(someJob('running')), b: inBatch(someJob()), c: inBatch(over('done', 1)), d: someJob(), e: inBatch(someJob('failed')) }),
    ).toEqual(['running: *a b c e', 'line: d']);
  });

  it('leaves a job that was moved away from its batch at its own place', () => {
    expect(drawn({ a: inBatch(someJob()), b: inBatch(someJob()), c: someJob(), d: inBatch(someJob()) })).toEqual([
      'line: *a b | c | d',
    ]);
    expect(drawn({ a: inBatch(someJob('running')), b: someJob(), c: inBatch(someJob()), d: inBatch(someJob()) })).toEqual([
      'running: *a',
      'line: b | *c d',
    ]);
  });

  it('lists what is over of a batch once, however many headers it has', () => {
    const x = inBatch(over('done', 1));
    expect(drawn({ a: inBatch(someJob('running')), b: someJob(), c: inBatch(someJob()), d: inBatch(someJob()), x })).toEqual([
      'running: *a x',
      'line: b | *c d',
    ]);
  });

  it('puts a batch that is over among the failed ones as long as one of it failed', () => {
    const [a, b] = [inBatch(over('done', 1)), inBatch(someJob('failed'))];
    expect(drawn({ a, b })).toEqual(['failed: *a b']);
    expect(drawn({ a, c: inBatch(over('done', 2)) })).toEqual(['finished: *a c']);
  });

  it('counts a batch jointly, and does not call one job a batch', () => {
    const { batches } = arrange([inBatch(someJob('running')), inBatch(over('done', 1)), inBatch(someJob('failed')), inBatch(someJob())]);
    expect(batches.get(batch)).toMatchObject({ done: 1, failed: 1, unfinished: 2 });
    expect(arrange([inBatch(someJob())]).sections[0]!.entries[0]!.batch).toBeUndefined();
  });
});
