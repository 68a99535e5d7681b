import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Candidate, chooseServer, paceAfter, restAfter } from './choose-server.ts';

const NOW = 1_000_000;
const candidate = fc.record({
  queue: fc.nat(50),
  pace: fc.option(fc.double({ min: 0.1, max: 1e6, noNaN: true }), { nil: undefined }),
  restsUntil: fc.integer({ min: NOW - 10_000, max: NOW + 300_000 }),
});
const servers = fc.array(candidate, { minLength: 1, maxLength: 8 });
const rests = ({ restsUntil }: Candidate) => restsUntil > NOW;

describe('chooseServer', () => {
  it('takes one of them, and none that rests while another does not', () => {
    fc.assert(
      fc.property(servers, (all) => {
        const chosen = chooseServer(all, NOW) as Candidate;
        expect(all).toContain(chosen);
        expect(rests(chosen)).toBe(all.every(rests));
      }),
    );
  });

  it('takes none that another is better than in everything', () => {
    fc.assert(
      fc.property(servers, (all) => {
        const chosen = chooseServer(all, NOW) as Candidate;
        const better = all.filter((one) => !rests(one) && one.queue < chosen.queue && one.pace !== undefined && chosen.pace !== undefined && one.pace < chosen.pace);
        expect(better).toEqual([]);
      }),
    );
  });

  it('does not depend on the order, but among equals', () => {
    fc.assert(
      fc.property(servers, (all) => {
        const one = chooseServer(all, NOW) as Candidate;
        const other = chooseServer([...all].reverse(), NOW) as Candidate;
        const fastest = Math.min(...all.map(({ pace }) => pace ?? Infinity));
        const wait = ({ queue, pace }: Candidate) => (queue + 1) * (pace ?? (Number.isFinite(fastest) ? fastest : 1));
        expect(Math.max(0, one.restsUntil - NOW)).toBe(Math.max(0, other.restsUntil - NOW));
        expect(wait(one)).toBe(wait(other));
      }),
    );
  });

  it('weighs a queue against speed, and gives one that is not known its chance', () => {
    const fast = { queue: 2, pace: 100, restsUntil: 0 };
    const slow = { queue: 0, pace: 200, restsUntil: 0 };
    expect(chooseServer([fast, slow], NOW)).toBe(slow);
    expect(chooseServer([{ ...fast, queue: 0 }, slow], NOW)).toMatchObject({ pace: 100 });
    const fresh = { queue: 0, pace: undefined, restsUntil: 0 };
    expect(chooseServer([fast, slow, fresh], NOW)).toBe(fresh);
    expect(chooseServer([slow, { ...fresh, queue: 0 }], NOW)).toMatchObject({ pace: undefined });
    expect(chooseServer([], NOW)).toBeUndefined();
  });

  it('leaves a server longer after each failure, up to five minutes', () => {
    fc.assert(fc.property(fc.nat(60), (failures) => restAfter(failures) <= restAfter(failures + 1) && restAfter(failures) <= 300_000));
    expect([0, 1, 2, 3].map(restAfter)).toEqual([0, 10_000, 20_000, 40_000]);
  });

  it('a measured pace stays between the one before and the new one', () => {
    const pace = fc.double({ min: 0.1, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(pace, pace, (before, now) => {
        const after = paceAfter(before, now);
        expect(after).toBeGreaterThanOrEqual(Math.min(before, now) - 1e-6);
        expect(after).toBeLessThanOrEqual(Math.max(before, now) + 1e-6);
      }),
    );
    expect(paceAfter(undefined, 5)).toBe(5);
  });
});
