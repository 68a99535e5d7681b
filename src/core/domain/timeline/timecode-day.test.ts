import { describe, expect, it } from 'vitest';
import { frameOf, parseSeconds, rationalTime } from '../../film/interchange/rational-time.ts';
import { countClock } from './clock-count.test-support.ts';
import { exactRate } from './exact-rate.ts';
import { formatTimecode, parseTimecode } from './timecode.ts';

/** What a day has of frames, by the standard. */
const DAYS = [
  [23.976, 2_073_600],
  [24, 2_073_600],
  [25, 2_160_000],
  [29.97, 2_589_408],
  [30, 2_592_000],
  [50, 4_320_000],
  [59.94, 5_178_816],
  [60, 5_184_000],
] as const;

describe('timecode over a whole day', () => {
  it.each(DAYS)('is what a clock counts at %d frames a second, to and fro, and every frame has an exact time', (decimal, frames) => {
    const rate = exactRate(decimal);
    const wrong: string[] = [];
    const count = countClock(rate, 24, 211, (frame, timecode) => {
      const parsed = parseTimecode(timecode, rate);
      const seconds = parseSeconds(rationalTime(frame, rate));
      const back = seconds && frameOf(seconds, rate);
      if (formatTimecode(frame, rate) !== timecode || !parsed.ok || parsed.value !== frame || back?.frame !== frame || !back.exact) wrong.push(timecode);
    });
    expect(wrong.slice(0, 5)).toEqual([]);
    expect(count).toBe(frames);
  });

  it('knows a rate by any of its usual spellings', () => {
    expect([23.98, 23.976, 24_000 / 1001].map(exactRate)).toEqual(Array.from({ length: 3 }, () => ({ numerator: 24_000, denominator: 1001 })));
    expect([29.97, 59.94, 24, 12.5].map(exactRate)).toEqual([{ numerator: 30_000, denominator: 1001 }, { numerator: 60_000, denominator: 1001 }, { numerator: 24, denominator: 1 }, { numerator: 25, denominator: 2 }]);
  });
});
