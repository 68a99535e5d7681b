import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { convertFrames, convertLengths, FRAME_RATES, nominalRate, rateLabel, sameRate, toFrames, toSeconds } from './frame-rate.ts';

const anyRate = fc.constantFrom(...FRAME_RATES);

describe('frame rates', () => {
  it('are written as people write them', () => {
    expect(FRAME_RATES.map(rateLabel)).toEqual(['8', '12', '16', '23.976', '24', '25', '29.97', '30', '48', '50', '59.94', '60']);
    expect(FRAME_RATES.map(nominalRate)).toEqual([8, 12, 16, 24, 24, 25, 30, 30, 48, 50, 60, 60]);
  });

  it('are equal by value, not by how the fraction is written', () => {
    expect(sameRate({ numerator: 24, denominator: 1 }, { numerator: 48, denominator: 2 })).toBe(true);
    expect(sameRate({ numerator: 24, denominator: 1 }, { numerator: 24_000, denominator: 1001 })).toBe(false);
  });

  it('give every frame a time that leads back to it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000_000 }), anyRate, (frame, rate) => {
        expect(toFrames(toSeconds(frame, rate), rate)).toBe(frame);
      }),
    );
  });
});

describe('convertLengths', () => {
  it('keeps the whole as long as it was, to the frame', () => {
    const lengths = fc.array(fc.integer({ min: 8, max: 500 }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(lengths, anyRate, anyRate, (given, from, to) => {
        const whole = given.reduce((sum, length) => sum + length, 0);
        const converted = convertLengths(given, from, to);
        expect(converted.reduce((sum, length) => sum + length, 0)).toBe(convertFrames(whole, from, to));
        converted.forEach((length, i) => {
          const alone = ((given[i] as number) * to.numerator * from.denominator) / (to.denominator * from.numerator);
          expect(Math.abs(length - alone)).toBeLessThanOrEqual(1);
        });
      }),
    );
  });

  it('never lets a clip vanish', () => {
    expect(convertLengths([1, 1, 1], { numerator: 60, denominator: 1 }, { numerator: 8, denominator: 1 })).toEqual([1, 1, 1]);
  });
});
