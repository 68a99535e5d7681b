import { describe, expect, it } from 'vitest';
import { idOf, inLine } from '../../../../tests/contract/line.ts';
import type { JobId } from '../../schema/ids.ts';
import type { WaitReason } from '../../schema/job.ts';
import { withBrokenNeeds } from './dependencies.ts';
import { moved, type QueuedJob } from './queued-job.ts';
import { settleLine, takeOverLine } from './settle-line.ts';

/** The line once it is settled. */
function settled(line: readonly QueuedJob[], { away, takes = [] }: { away?: WaitReason; takes?: JobId[] } = {}): QueuedJob[] {
  const around = { awaits: () => away, hasTake: (id: JobId) => takes.includes(id) };
  let current = [...line];
  for (let pass = 0; pass < 20; pass += 1) {
    const moves = settleLine(current, around);
    if (moves.length === 0) return current;
    for (const { id, event } of moves) current = current.map((queued) => (queued.id === id ? moved(queued, event, 0)! : queued));
  }
  throw new Error('it never settles');
}
const states = (line: readonly QueuedJob[]) =>
  line.map(({ job }) => (job.state === 'waiting' ? job.waitsFor.join(' ') : job.state === 'failed' ? job.fault.facts['why'] : job.state));
const needing = (n: number, ...needed: number[]) => inLine(n, { dependsOn: needed.map(idOf) });
const as = (n: number, state: Partial<QueuedJob['job']>, ...needed: number[]) =>
  inLine(n, { state, dependsOn: needed.map(idOf) });

describe('a settled line', () => {
  it('lets a job wait until all that it needs is done', () => {
    expect(states(settled([inLine(1), inLine(2), needing(3, 1, 2)]))).toEqual(['queued', 'queued', 'dependency']);
    const waiting = as(3, { state: 'waiting', waitsFor: ['dependency'] }, 1, 2);
    expect(states(settled([as(1, { state: 'done' }), inLine(2), waiting]))).toEqual(['done', 'queued', 'dependency']);
    expect(states(settled([as(1, { state: 'done' }), as(2, { state: 'done' }), waiting]))).toEqual(['done', 'done', 'queued']);
  });

  it('takes a job that was cleared for done where its take is kept', () => {
    expect(states(settled([needing(2, 1)], { takes: [idOf(1)] }))).toEqual(['queued']);
    expect(states(settled([needing(2, 1)]))).toEqual(['gone']);
  });

  it.each([
    ['failed', { state: 'failed', fault: { reason: 'option-invalid', facts: { why: 'failed itself' } } }],
    ['cancelled', { state: 'cancelled' }],
  ] as const)('says when what a job needs was %s, also down the chain', (why, state) => {
    const after = settled([as(1, state), needing(2, 1), needing(3, 2)]);
    expect(states(after).slice(1)).toEqual([why, 'failed']);
    // Sent again, the others follow by themselves.
    const again = after.map((queued) => (queued.id === idOf(1) ? moved(queued, { type: 'retry' }, 0)! : queued));
    expect(states(settled(again))).toEqual(['queued', 'dependency', 'dependency']);
  });

  it('never waits in a circle', () => {
    expect(states(settled([needing(1, 2), needing(2, 3), needing(3, 1), needing(4, 3)]))).toEqual(['cycle', 'cycle', 'cycle', 'failed']);
    expect(states(settled([needing(1, 1)]))).toEqual(['cycle']);
    // A job that only looks into a circle is not in it.
    expect(states(settled([needing(4, 3), needing(3, 3)]))[0]).toBe('failed');
  });

  it('waits for a lane that is away, says why, and goes on when it is back', () => {
    const away = settled([inLine(1), needing(2, 1)], { away: 'network' });
    expect(states(away)).toEqual(['network', 'dependency network']);
    expect(states(settled(away, { away: 'model' }))).toEqual(['model', 'dependency model']);
    expect(states(settled(away))).toEqual(['queued', 'dependency']);
  });

  it('leaves what a person must answer, and what is at work or put aside', () => {
    const parked = as(1, { state: 'waiting', waitsFor: ['person'] });
    const line = [parked, as(2, { state: 'running' }), as(3, { state: 'paused' }), as(4, { state: 'cancelled' })];
    expect(settled(line)).toEqual(line);
    expect(states(settled(line, { away: 'network' }))).toEqual(['person network', 'running', 'paused', 'cancelled']);
  });

  it('sends what failed before a job together with it', () => {
    const failed = { state: 'failed', fault: { reason: 'worker-died', facts: {} } } as const;
    const line = [as(1, failed), as(2, { state: 'done' }), as(3, failed, 1, 2), as(4, failed, 3)];
    const byId = new Map(line.map((queued) => [queued.id, queued]));
    expect([...withBrokenNeeds([idOf(4)], byId)]).toEqual([4, 3, 1].map(idOf));
  });
});

describe('taking over', () => {
  it('counts a crash for each job left in the middle, unless its holder said goodbye', () => {
    const line = [
      inLine(1),
      as(2, { state: 'running', lease: 4 }),
      as(3, { state: 'publishing', lease: 5 }),
      as(4, { state: 'running', lease: 6 }),
      as(5, { state: 'running', lease: 7 }),
    ];
    const farewells = new Map([
      [idOf(4), 6],
      [idOf(5), 6],
    ]);
    expect(takeOverLine(line, farewells).map(({ id, event }) => [id, event.type])).toEqual([
      [idOf(2), 'crash'],
      [idOf(3), 'crash'],
      [idOf(4), 'release'],
      [idOf(5), 'crash'],
    ]);
  });

  it('counts none where an accelerator works on: there it goes on', () => {
    const there = { ...as(1, { state: 'running', lease: 4 }), lane: 'remote' };
    expect(takeOverLine([there], new Map())).toEqual([{ id: idOf(1), event: { type: 'release', lease: 4 } }]);
  });
});
