import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JobId, Sha256, TakeId } from '../../schema/ids.ts';
import type { Job } from '../../schema/job.ts';
import { move, newJob } from '../queue/job.ts';
import { asItComes, compare, settle } from './merge-backup.ts';

const uuid = (digit: string) => `${digit.repeat(8)}-0000-4000-8000-000000000000`;
const take = (digit: string, rating = 0, variedFrom?: string) => ({
  id: TakeId.parse(uuid(digit)),
  rating,
  ...(variedFrom && { variedFrom: TakeId.parse(uuid(variedFrom)) }),
});
const job = (digit: string, dependsOn: string[] = [], attempts = 0) => {
  const id = JobId.parse(uuid(digit));
  return { id, job: { ...newJob(id), attempts }, dependsOn: dependsOn.map((other) => JobId.parse(uuid(other))) };
};
const numbered = () => {
  let turn = 0;
  return () => `00000000-0000-4000-8000-00000000000${++turn}`;
};
const NEW = (turn: number) => `00000000-0000-4000-8000-00000000000${turn}`;

describe('comparing', () => {
  it('tells what comes, what is here and what differs', () => {
    const mine = [take('1'), take('2'), take('4')];
    const theirs = [take('1'), take('2', 5), take('3')];
    expect(compare(mine, theirs)).toEqual({
      fresh: [take('3')],
      same: [take('1')],
      conflicts: [{ mine: take('2'), theirs: take('2', 5) }],
    });
  });

  it('does not mind the order of keys, nor whether an absent part is left out', () => {
    const one = { id: 'a', b: 1, c: { d: 2, e: undefined } };
    const other = { c: { d: 2 }, b: 1, id: 'a' };
    expect(compare([one], [other as typeof one]).same).toHaveLength(1);
  });
});

describe('settling', () => {
  const compared = {
    takes: compare([take('1')], [take('1', 5), take('2', 0, '1')]),
    jobs: compare([job('3')], [job('3', [], 2), job('4', ['3'])]),
  };

  it('leaves what is here when mine is kept', () => {
    const { takes, jobs } = settle(compared, { takes: 'mine', jobs: 'mine' }, numbered());
    expect(takes).toEqual([{ before: undefined, after: take('2', 0, '1') }]);
    expect(jobs).toEqual([{ before: undefined, after: job('4', ['3']) }]);
  });

  it('says what it replaces when theirs is taken', () => {
    const { takes } = settle(compared, { takes: 'theirs', jobs: 'mine' }, numbered());
    expect(takes[1]).toEqual({ before: take('1'), after: take('1', 5) });
  });

  it('gives a new id to what is kept beside its namesake, and to all that refer to it', () => {
    const { takes, jobs } = settle(compared, { takes: 'both', jobs: 'both' }, numbered());
    expect(takes.map(({ before, after }) => [before, after.id, after.variedFrom])).toEqual([
      [undefined, uuid('2'), NEW(1)],
      [undefined, NEW(1), undefined],
    ]);
    expect(jobs.map(({ after }) => [after.id, after.job.id, after.dependsOn])).toEqual([
      [uuid('4'), uuid('4'), [NEW(2)]],
      [NEW(2), NEW(2), []],
    ]);
  });

  it('gives a take and its job one new id', () => {
    const sides = { takes: compare([take('1')], [take('1', 5)]), jobs: compare([], [job('1')]) };
    const { takes, jobs } = settle(sides, { takes: 'both', jobs: 'mine' }, numbered());
    expect([takes[0]!.after.id, jobs[0]!.after.id]).toEqual([NEW(1), NEW(1)]);
  });

  it('never loses what is here unless theirs was chosen, and never writes one id twice', () => {
    const side = fc.uniqueArray(fc.record({ digit: fc.constantFrom(...'0123456789'), rating: fc.integer({ min: 0, max: 3 }) }), {
      selector: ({ digit }) => digit,
    });
    const choice = fc.constantFrom('mine' as const, 'theirs' as const, 'both' as const);
    fc.assert(
      fc.property(side, side, choice, (mine, theirs, chosen) => {
        const of = (all: typeof mine) => all.map(({ digit, rating }) => take(digit, rating));
        const takes = compare(of(mine), of(theirs));
        const merged = settle({ takes, jobs: compare([], []) }, { takes: chosen, jobs: 'mine' }, () => crypto.randomUUID());
        const kept = new Map(of(mine).map((record) => [record.id, record]));
        for (const { before, after } of merged.takes) {
          expect(kept.get(after.id)).toEqual(before);
          if (before) expect(chosen).toBe('theirs');
          kept.set(after.id, after);
        }
        expect(new Set(merged.takes.map(({ after }) => after.id)).size).toBe(merged.takes.length);
        for (const { id, rating } of of(theirs)) if (chosen === 'theirs') expect(kept.get(id)?.rating).toBe(rating);
      }),
    );
  });
});

describe('a job that comes from a file', () => {
  const id = JobId.parse(uuid('1'));
  const after = (...events: Parameters<typeof move>[1][]): Job =>
    events.reduce((job, event) => {
      const moved = move(job, event);
      if (!moved.ok) throw new Error(`illegal: ${event.type}`);
      return moved.value;
    }, newJob(id));
  const begin = { type: 'begin', holder: 'tab', now: 0, leaseUntil: 9 } as const;

  it.each<[string, Job]>([
    ['draft', newJob(id)],
    ['waiting', after({ type: 'send', waitsFor: ['network'] })],
    ['queued', after({ type: 'send' })],
    ['running', after({ type: 'send' }, begin)],
    ['publishing', after({ type: 'send' }, begin, { type: 'publish', lease: 1 })],
    ['paused', after({ type: 'send' }, { type: 'pause' })],
  ])('is paused when it was %s', (_state, job) => {
    expect(asItComes(job)).toMatchObject({ id, state: 'paused', lease: job.lease });
  });

  it('stays as it is when it is over', () => {
    const result = Sha256.parse('a'.repeat(64));
    const done = after({ type: 'send' }, begin, { type: 'publish', lease: 1 }, { type: 'finish', lease: 1, result });
    expect(asItComes(done)).toBe(done);
    const cancelled = after({ type: 'send' }, { type: 'cancel' });
    expect(asItComes(cancelled)).toBe(cancelled);
  });
});
