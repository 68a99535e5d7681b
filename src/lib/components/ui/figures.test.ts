import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { counted, saidBytes, saidDuration, saidFigure, saidLength, saidShape, timecode } from './figures.ts';

describe('timecode', () => {
  it('counts frames, seconds, minutes and hours', () => {
    expect(timecode(0, 8)).toBe('00:00:00:00');
    expect(timecode(14, 8)).toBe('00:00:01:06');
    expect(timecode(8 * 3661 + 7, 8)).toBe('01:01:01:07');
  });

  it('can be read back into the frame it came from', () => {
    fc.assert(
      fc.property(fc.nat(8_000_000), fc.integer({ min: 1, max: 99 }), (frame, rate) => {
        const [hours, minutes, seconds, frames] = timecode(frame, rate).split(':').map(Number);
        return ((hours! * 60 + minutes!) * 60 + seconds!) * rate + frames! === frame;
      }),
    );
  });
});

describe('what a person reads', () => {
  it('says durations', () => {
    expect([120, 5_900, 60_000, 80_000, 3_000_000].map(saidDuration)).toEqual(['1 s', '6 s', '1 min', '1 min 20 s', '50 min']);
  });

  it('says bytes', () => {
    expect([0, 999, 1000, 22_900_000, 110e9].map(saidBytes)).toEqual(['0 bytes', '999 bytes', '1 kB', '22.9 MB', '110 GB']);
  });

  it('says a figure as it is, never another one', () => {
    expect([saidFigure(3, 1), saidFigure(1.75, 1), saidFigure(24, 0), saidFigure(0.05, 1)]).toEqual(['3.0', '1.75', '24', '0.05']);
    fc.assert(fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.nat(3), (value, digits) => Number(saidFigure(value, digits)) === value));
  });

  it('says lengths, counts and shapes', () => {
    expect(saidLength(17, 8)).toBe('2.1 s');
    expect(saidLength(16, 8)).toBe('2 s');
    expect(counted(1, 'take')).toBe('1 take');
    expect(counted(0, 'take')).toBe('0 takes');
    expect(saidShape(160, 96)).toBe('5 : 3');
    expect(saidShape(1920, 1080)).toBe('16 : 9');
    expect(saidShape(128, 128)).toBe('1 : 1');
    // What stills models draw for 4 : 5 and 16 : 9, with sides that their latents allow.
    expect([saidShape(456, 576), saidShape(1360, 768)]).toEqual(['4 : 5', '16 : 9']);
  });
});
