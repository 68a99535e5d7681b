import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { idOf, inLine } from '../../../../tests/contract/line.ts';
import { byTurn, inOrderOfWork, nextPauseEnd, nextToRun, placesBeside, ranksAtEnd, surplusDone } from './queue-order.ts';
import type { QueuedJob } from './queued-job.ts';

const ids = (line: readonly QueuedJob[]) => line.map(({ id }) => Number(`0x${id.slice(-12)}`));

describe('the order of work', () => {
  it('goes by priority, then place, then age', () => {
    const line = [
      inLine(1, { priority: 'low', rank: 'a0' }),
      inLine(2, { rank: 'a5' }),
      inLine(3, { rank: 'a1', createdAt: 9 }),
      inLine(4, { rank: 'a1', createdAt: 8 }),
      inLine(5, { priority: 'high', rank: 'a9' }),
    ];
    expect(ids([...line].sort(byTurn))).toEqual([5, 4, 3, 2, 1]);
  });

  it('shows what is at work first and what is over last, latest first', () => {
    const line = [
      inLine(1, { state: { state: 'done' }, endedAt: 10 }),
      inLine(2, { state: { state: 'cancelled' }, endedAt: 20 }),
      inLine(3, { state: { state: 'paused' } }),
      inLine(4, { priority: 'high' }),
      inLine(5, { state: { state: 'running' } }),
    ];
    expect(ids(inOrderOfWork(line))).toEqual([5, 4, 3, 2, 1]);
  });

  it('runs the first that may begin: not in a pause, not waiting, on this lane', () => {
    const line = [
      inLine(1, { state: { state: 'queued', notBefore: 500 } }),
      inLine(2, { state: { state: 'waiting', waitsFor: ['network'] } }),
      inLine(3, { lane: 'remote' }),
      inLine(4),
      inLine(5),
    ];
    expect(nextToRun(line, 'browser', 100)?.id).toBe(idOf(4));
    expect(nextToRun(line, 'browser', 500)?.id).toBe(idOf(1));
    expect(nextToRun(line, 'remote', 0)?.id).toBe(idOf(3));
    expect(nextPauseEnd(line, 100)).toBe(400);
    expect(nextPauseEnd(line, 500)).toBeUndefined();
  });

  it('lets the oldest of more than 500 done jobs go, and no others', () => {
    const done = Array.from({ length: 502 }, (_, n) => inLine(n, { state: { state: 'done' }, endedAt: n }));
    const failed = Array.from({ length: 600 }, (_, n) => inLine(1000 + n, { state: { state: 'failed' }, endedAt: 0 }));
    expect(surplusDone([...failed, ...done])).toEqual([idOf(1), idOf(0)]);
    expect(surplusDone(done.slice(0, 500))).toEqual([]);
  });
});

describe('moving a job in line', () => {
  const moved = (line: readonly QueuedJob[], ...move: Parameters<typeof placesBeside> extends [unknown, ...infer Rest] ? Rest : never) => {
    const places = new Map(placesBeside(line, ...move).map(({ id, ...place }) => [id, place]));
    return line.map((queued) => ({ ...queued, ...places.get(queued.id) })).sort(byTurn);
  };

  it('puts it right before or after another, with that one\'s priority', () => {
    const line = [inLine(1, { priority: 'high' }), inLine(2), inLine(3), inLine(4)];
    expect(ids(moved(line, idOf(4), idOf(2), 'before'))).toEqual([1, 4, 2, 3]);
    expect(ids(moved(line, idOf(2), idOf(4), 'after'))).toEqual([1, 3, 4, 2]);
    const up = moved(line, idOf(4), idOf(1), 'before');
    expect(ids(up)).toEqual([4, 1, 2, 3]);
    expect(up[0]!.priority).toBe('high');
  });

  it('changes nothing beside itself or beside a job that is gone', () => {
    expect(placesBeside([inLine(1)], idOf(1), idOf(1), 'after')).toEqual([]);
    expect(placesBeside([inLine(1)], idOf(1), idOf(2), 'after')).toEqual([]);
    expect(placesBeside([inLine(1)], idOf(2), idOf(1), 'after')).toEqual([]);
  });

  it('finds a place also between jobs that two tabs put in one place', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a0', 'a1', 'a1V', 'a2'), { minLength: 2, maxLength: 8 }),
        fc.nat(7),
        fc.nat(7),
        fc.constantFrom('before' as const, 'after' as const),
        (ranks, from, to, side) => {
          const line = ranks.map((rank, n) => inLine(n, { rank }));
          const [id, beside] = [idOf(from % ranks.length), idOf(to % ranks.length)];
          fc.pre(id !== beside);
          const others = [...line].sort(byTurn).filter((queued) => queued.id !== id);
          const at = others.findIndex((queued) => queued.id === beside) + (side === 'after' ? 1 : 0);
          const wanted = [...others.slice(0, at).map((queued) => queued.id), id, ...others.slice(at).map((queued) => queued.id)];
          expect(moved(line, id, beside, side).map((queued) => queued.id)).toEqual(wanted);
        },
      ),
    );
  });

  it('puts new jobs behind all others', () => {
    expect(ranksAtEnd([], 2)).toEqual(['a0', 'a1']);
    const line = [inLine(1, { rank: 'a5' }), inLine(2, { rank: 'a3' })];
    expect(ranksAtEnd(line, 1)[0]! > 'a5').toBe(true);
  });
});
