import { describe, expect, it } from 'vitest';
import { fetchedWords, paceWords, saidFetchLeft, saidSpeed } from '../words/fetch-words.ts';
import { type FetchPace, type FetchSample, paceAfter } from './fetch-pace.ts';

const MB = 1e6;
const seen = (samples: readonly FetchSample[], before?: FetchPace): FetchPace => samples.reduce<FetchPace | undefined>(paceAfter, before)!;
/** One look a second, `perSecond` bytes further each time. */
const steady = (seconds: number, perSecond: number, total: number, from: FetchSample = { at: 0, done: 0, total }) =>
  Array.from({ length: seconds + 1 }, (_, i): FetchSample => ({ at: from.at + i * 1000, done: from.done + i * perSecond, total }));

describe('the pace of a fetch', () => {
  it('is told once enough was seen, and no longer when all is here', () => {
    expect(seen(steady(1, 10 * MB, 1000 * MB))).toMatchObject({ perSecond: undefined, leftMs: undefined });
    expect(seen(steady(5, 10 * MB, 1000 * MB))).toMatchObject({ perSecond: 10 * MB, leftMs: 120_000 });
    expect(seen(steady(100, 10 * MB, 1000 * MB)).perSecond).toBeUndefined();
  });

  it('does not count what lay here before, nor a total that came late', () => {
    const resumed = [{ at: 0, done: 0, total: 0 }, ...steady(4, 10 * MB, 10_000 * MB, { at: 100, done: 9_000 * MB, total: 0 })];
    expect(seen(resumed).perSecond).toBe(10 * MB);
  });

  it('is told without the time left where nobody knows how much there is', () => {
    expect(seen([{ at: 0, done: 0, total: 0 }, ...steady(4, MB, 0, { at: 100, done: 9_000 * MB, total: 0 })])).toMatchObject({ perSecond: MB, leftMs: undefined });
    expect(seen([{ at: 0, done: 0, total: 0 }, { at: 60_000, done: 0, total: 0 }])).toMatchObject({ perSecond: undefined });
  });

  it('begins anew where a file is begun anew', () => {
    const pace = seen([...steady(10, 10 * MB, 500 * MB), ...steady(3, 2 * MB, 500 * MB, { at: 11_000, done: 0, total: 0 })]);
    expect(pace.perSecond).toBe(2 * MB);
  });

  it('goes by the last seconds alone, however long it goes on and however often it is looked at', () => {
    const slow = steady(1000, MB, 1e12);
    const { at, done } = slow.at(-1)!;
    const often = Array.from({ length: 1500 }, (_, i): FetchSample => ({ at: at + (i + 1) * 50, done: done + (i + 1) * MB, total: 1e12 }));
    const pace = seen([...slow, ...often]);
    expect(pace.perSecond).toBeCloseTo(20 * MB, -4);
    expect(pace.samples.length).toBeLessThan(70);
  });

  it('says that nothing comes once a whole window brought nothing', () => {
    const going = steady(20, 10 * MB, 1000 * MB);
    const stalled = Array.from({ length: 12 }, (_, i) => ({ ...going.at(-1)!, at: 20_000 + (i + 1) * 1000 }));
    expect(seen([...going, ...stalled.slice(0, 5)]).perSecond).toBeLessThan(8 * MB);
    const pace = seen([...going, ...stalled]);
    expect(pace).toMatchObject({ perSecond: 0, leftMs: undefined });
    expect(paceWords({ done: 1, total: 2 }, pace)).toBe('nothing comes at the moment');
  });

  it('falls step by step and never back, though one second brings three times what another does', () => {
    let state = 1;
    const uneven = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647 + 0.5;
    const said: number[] = [];
    let pace: FetchPace | undefined;
    for (let at = 0, done = 0; done < 6000 * MB; at += 1000, done += 10 * MB * uneven()) {
      pace = paceAfter(pace, { at, done, total: 6000 * MB });
      if (pace.leftMs !== undefined && pace.leftMs !== said.at(-1)) said.push(pace.leftMs);
    }
    expect(said.length).toBeLessThan(20);
    expect(said.slice(1)).toEqual(said.slice(1).toSorted((a, b) => b - a));
  });
});

describe('the words for it', () => {
  it('are as rough as what they say is long', () => {
    expect([10_000, 45_000, 60_000, 900_000, 3_600_000, 5_400_000, 4 * 3_600_000, 72 * 3_600_000].map(saidFetchLeft)).toEqual([
      ...['a few seconds left', 'about 45 s left', 'about 1 min left', 'about 15 min left'],
      ...['about 1 h left', 'about 1 h 30 min left', 'about 4 h left', 'more than two days left'],
    ]);
    expect([12_345_678, 1_234_567, 987_654, 512].map(saidSpeed)).toEqual(['12 MB/s', '1.2 MB/s', '990 kB/s', '510 bytes/s']);
  });

  it('tell what is here, what is still to come, and that nothing has begun', () => {
    expect([{ done: 0, total: 0 }, { done: 2 * MB, total: 0 }, { done: 2 * MB, total: 3 * MB }].map(fetchedWords)).toEqual(['not begun yet', '2 MB', '2 MB of 3 MB']);
    expect(paceWords({ done: 3, total: 3 }, undefined)).toBe('checking what came');
    expect(paceWords({ done: 1, total: 3 }, undefined)).toBeUndefined();
    expect(paceWords({ done: 1, total: 3 }, { perSecond: 12_000_000, leftMs: 180_000 })).toBe('12 MB/s, about 3 min left');
  });
});
