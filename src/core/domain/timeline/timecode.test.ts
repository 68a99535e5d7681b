import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FRAME_RATES, nominalRate } from './frame-rate.ts';
import { formatTimecode, isDropFrame, parseTimecode } from './timecode.ts';

const DROP = { numerator: 30_000, denominator: 1001 };
const FILM = { numerator: 24, denominator: 1 };

describe('formatTimecode', () => {
  it.each([
    [0, FILM, '00:00:00:00'],
    [23, FILM, '00:00:00:23'],
    [24, FILM, '00:00:01:00'],
    [86_400, FILM, '01:00:00:00'],
    [1799, DROP, '00:00:59;29'],
    [1800, DROP, '00:01:00;02'],
    [17_981, DROP, '00:09:59;29'],
    [17_982, DROP, '00:10:00;00'],
    [107_892, DROP, '01:00:00;00'],
    [3600, { numerator: 60_000, denominator: 1001 }, '00:01:00;04'],
  ])('writes frame %i as people count it', (frame, rate, text) => {
    expect(formatTimecode(frame, rate)).toBe(text);
  });

  it('counts on like a clock, frame by frame, leaving out only what drop-frame leaves out', () => {
    for (const rate of FRAME_RATES) {
      const base = nominalRate(rate);
      const skip = isDropFrame(rate) ? base / 15 : 0;
      let [minute, second, number] = [0, 0, 0];
      for (let frame = 0; frame < base * 60 * 21; frame++) {
        const pad = (value: number): string => String(value).padStart(2, '0');
        const clock = `00:${pad(minute)}:${pad(second)}${skip ? ';' : ':'}${pad(number)}`;
        if (formatTimecode(frame, rate) !== clock) expect(formatTimecode(frame, rate)).toBe(clock);
        number += 1;
        if (number === base) [second, number] = [second + 1, 0];
        if (second === 60) [minute, second, number] = [minute + 1, 0, (minute + 1) % 10 === 0 ? 0 : skip];
      }
    }
  });
});

describe('parseTimecode', () => {
  it('reads back what was written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9_000_000 }), fc.constantFrom(...FRAME_RATES), (frame, rate) => {
        expect(parseTimecode(formatTimecode(frame, rate), rate)).toEqual({ ok: true, value: frame });
      }),
    );
  });

  it('takes what people type', () => {
    expect(parseTimecode(' 12:05 ', FILM)).toEqual({ ok: true, value: 293 });
    expect(parseTimecode('7', FILM)).toEqual({ ok: true, value: 7 });
    expect(parseTimecode('1.00.00', FILM)).toEqual({ ok: true, value: 1440 });
  });

  it.each([
    ['', 'not-a-timecode'],
    ['-1', 'not-a-timecode'],
    ['00:00:00:00:00', 'not-a-timecode'],
    ['one', 'not-a-timecode'],
    ['00:60:00:00', 'out-of-range'],
    ['00:00:60:00', 'out-of-range'],
    ['00:00:00:30', 'out-of-range'],
    ['00:01:00;01', 'dropped-number'],
  ])('refuses %j: %s', (text, fault) => {
    expect(parseTimecode(text, DROP)).toEqual({ ok: false, fault });
  });
});
