import { describe, expect, it } from 'vitest';
import { blurred, colourNoise, flat, landscape } from '../../../../tests/fixtures/measured-pictures.ts';
import type { TakeMeasures } from '../../schema/take-measures.ts';
import { likeness, TOO_ALIKE } from './likeness.ts';
import { looksBroken } from './looks-broken.ts';
import { rankTakes } from './rank-takes.ts';

const GOOD: TakeMeasures = { version: 1, frames: 17, sharpness: 0.4, contrast: 0.2, noise: 0.05, motion: 0.06, smoothness: 0.9, flicker: 0.002 };
const rank = (...takes: readonly Partial<TakeMeasures>[]) => rankTakes(takes.map((take) => ({ measures: { ...GOOD, ...take } })));
const order = (...takes: readonly Partial<TakeMeasures>[]) => rank(...takes).map(({ index }) => index);

describe('rankTakes', () => {
  it('puts the better first by each of its parts', () => {
    expect(order({ sharpness: 0.2 }, {})).toEqual([1, 0]);
    expect(order({ flicker: 0.03 }, {})).toEqual([1, 0]);
    expect(order({ motion: 0 }, {})).toEqual([1, 0]);
    expect(order({ smoothness: 0.1 }, {})).toEqual([1, 0]);
    expect(order({ first: { psnr: 12, ssim: 0.2 } }, { first: { psnr: 30, ssim: 0.9 } })).toEqual([1, 0]);
    expect(rankTakes([{ measures: GOOD, seam: 1 }, { measures: GOOD, seam: 0 }]).map(({ index }) => index)).toEqual([1, 0]);
  });

  it('says why in words', () => {
    const places = rank({ sharpness: 0.2, flicker: 0.03 }, {});
    expect(places.map(({ reason }) => reason)).toEqual(['Best: it flickers least and is the sharpest.', 'Against the best, it flickers more and is less sharp.']);
    expect(rank({})[0]!.reason).toBe('The only take so far.');
    expect(rank({}, {}).map(({ reason }) => reason)).toEqual(['Best by a little in all that is measured.', 'Nearly as good as the best.']);
  });

  it('puts what is broken last, however sharp it is', () => {
    const places = rank({ noise: 0.98, sharpness: 9 }, { contrast: 0 }, { sharpness: 0.1 });
    expect(places.map(({ index }) => index)).toEqual([2, 0, 1]);
    expect(places[1]!.reason).toBe('Last, as its picture is only noise.');
    expect(places[2]!.reason).toBe('Last, as its picture is all one colour.');
  });

  it('counts a part only where every take has it', () => {
    expect(order({ first: { psnr: 5, ssim: 0 } }, { sharpness: 0.39 })).toEqual([0, 1]);
  });

  it('keeps equals in their order, and takes none', () => {
    expect(order({}, {}, {})).toEqual([0, 1, 2]);
    expect(rankTakes([])).toEqual([]);
  });
});

describe('likeness', () => {
  it('is one for the same still, near it for a small shift, little for another', () => {
    expect(likeness(landscape(), landscape())).toBeCloseTo(1, 6);
    expect(likeness(landscape(), landscape({ x: 5 }))).toBeGreaterThan(TOO_ALIKE);
    expect(likeness(landscape(), landscape({ scene: 4 }))).toBeLessThan(0.5);
    expect(likeness(landscape(), flat([200, 30, 30]))).toBeLessThan(0.3);
  });

  it('sees the same layout in other colours', () => {
    expect(likeness(landscape(), landscape({ light: [70, 0, -70] }))).toBeLessThan(TOO_ALIKE);
  });

  it('does not care who is first, nor about sizes', () => {
    const [a, b] = [landscape({ x: 4 }), landscape({ width: 320, height: 192, scene: 2 })];
    expect(likeness(a, b)).toBeCloseTo(likeness(b, a), 6);
    expect(likeness(landscape(), landscape({ width: 320, height: 192 }))).toBeGreaterThan(0.9);
  });
});

describe('looksBroken', () => {
  it('knows one colour, noise and a picture unlike its first', () => {
    expect(looksBroken(flat([10, 10, 10]))).toBe('flat');
    expect(looksBroken(colourNoise())).toBe('noise');
    expect(looksBroken(landscape(), flat([0, 0, 0]))).toBe('unlike-first');
  });

  it('leaves pictures alone: soft ones, pale ones and those that moved on', () => {
    expect(looksBroken(blurred(landscape(), 10))).toBeUndefined();
    expect(looksBroken(landscape({ light: [90, 90, 90] }))).toBeUndefined();
    expect(looksBroken(landscape(), landscape({ x: 20 }))).toBeUndefined();
  });
});
