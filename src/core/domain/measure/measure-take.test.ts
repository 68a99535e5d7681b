import { describe, expect, it } from 'vitest';
import { blurred, colourNoise, flat, landscape } from '../../../../tests/fixtures/measured-pictures.ts';
import { TakeMeasures } from '../../schema/take-measures.ts';
import { MEASURED_SIDE, measuredSize } from './frame.ts';
import { measureTake } from './measure-take.ts';

const RATE = 8;
const moving = (step: number, light: (frame: number) => number = () => 0, count = 9) =>
  Array.from({ length: count }, (_, i) => landscape({ x: i * step, light: [light(i), light(i), light(i)] }));

describe('sharpness', () => {
  it('falls with every blur', () => {
    const sharpness = [0, 1, 2, 4, 8].map((times) => measureTake([blurred(landscape(), times)], { rate: RATE }).sharpness);
    expect(sharpness).toEqual(sharpness.toSorted((a, b) => b - a));
    expect(sharpness.at(-1)!).toBeLessThan(sharpness[0]! / 4);
  });

  it('does not fall with contrast alone', () => {
    const { width, height, rgb } = landscape();
    const pale = { width, height, rgb: rgb.map((value) => 64 + value / 2) };
    const [full, half] = [landscape(), pale].map((frame) => measureTake([frame], { rate: RATE }).sharpness);
    expect(half! / full!).toBeGreaterThan(0.9);
  });

  it('is less for a smaller picture of the same sharpness in pixels', () => {
    const [small, large] = [80, 320].map((width) => measureTake([colourNoise(1, width, width / 2)], { rate: RATE }).sharpness);
    expect(small! / large!).toBeCloseTo(0.25, 1);
  });
});

describe('motion', () => {
  it.each([0, 2, 4, 7])('is %i pixels a frame where that is what it moves', (step) => {
    const { motion, smoothness } = measureTake(moving(step), { rate: RATE });
    expect(motion * 160).toBeCloseTo(step * RATE, -1);
    expect(Math.abs(motion * 160 - step * RATE)).toBeLessThan(0.25 * step * RATE + 1);
    expect(smoothness).toBeGreaterThan(0.9);
  });

  it('is not smooth where it goes to and fro', () => {
    const shaken = Array.from({ length: 9 }, (_, i) => landscape({ x: i % 2 === 0 ? 0 : 6 }));
    expect(measureTake(shaken, { rate: RATE }).smoothness).toBeLessThan(0.2);
  });

  it('is none in a still', () => {
    expect(measureTake([landscape()], { rate: RATE })).toMatchObject({ motion: 0, smoothness: 1, flicker: 0, frames: 1 });
  });
});

describe('flicker', () => {
  it('is seen where the light jumps to and fro, and grows with it', () => {
    const [none, little, much] = [0, 8, 24].map((by) => measureTake(moving(2, (i) => (i % 2) * by), { rate: RATE }).flicker);
    expect(none).toBeLessThan(0.004);
    expect(little).toBeGreaterThan(0.015);
    expect(much).toBeGreaterThan(2 * little!);
  });

  it('is neither motion nor a steady fade', () => {
    expect(measureTake(moving(6), { rate: RATE }).flicker).toBeLessThan(0.005);
    expect(measureTake(moving(0, (i) => 5 * i), { rate: RATE }).flicker).toBeLessThan(0.005);
  });

  it('is no motion', () => {
    expect(measureTake(moving(0, (i) => (i % 2) * 20), { rate: RATE }).motion).toBeLessThan(0.02);
  });
});

describe('the match to the given pictures', () => {
  it('is whole for the picture itself, less for a blurred one, none for another', () => {
    const frames = [landscape(), landscape({ scene: 4 })];
    const of = (first = landscape()) => measureTake(frames, { rate: RATE, first }).first!;
    expect(of()).toEqual({ psnr: 99, ssim: 1 });
    expect(of(blurred(landscape(), 6)).ssim).toBeLessThan(1);
    expect(of(landscape({ scene: 7 })).ssim).toBeLessThan(0.3);
    expect(of(landscape({ scene: 7 })).psnr).toBeLessThan(of(blurred(landscape(), 6)).psnr);
  });

  it('looks at the last frame for the last picture, and says nothing where none was given', () => {
    const measures = measureTake([landscape(), landscape({ scene: 4 })], { rate: RATE, last: landscape({ scene: 4 }) });
    expect(measures.last).toEqual({ psnr: 99, ssim: 1 });
    expect(measures).not.toHaveProperty('first');
  });

  it('compares sizes that differ', () => {
    const match = measureTake([landscape({ width: 320, height: 192 })], { rate: RATE, first: landscape() }).first!;
    expect(match.ssim).toBeGreaterThan(0.95);
  });
});

describe('what is measured of anything', () => {
  it.each([
    ['one colour', [flat([9, 9, 9]), flat([9, 9, 9])]],
    ['noise', [colourNoise(1), colourNoise(2)]],
    ['a single pixel', [flat([1, 2, 3], 1, 1), flat([3, 2, 1], 1, 1)]],
    ['a thin strip', [landscape({ width: 300, height: 4 }), landscape({ width: 300, height: 4, x: 2 })]],
  ])('can be kept for %s', (_, frames) => {
    expect(TakeMeasures.safeParse(measureTake(frames, { rate: RATE })).error).toBeUndefined();
  });

  it('knows noise and flatness', () => {
    expect(measureTake([colourNoise()], { rate: RATE }).noise).toBeGreaterThan(0.85);
    expect(measureTake([landscape()], { rate: RATE }).noise).toBeLessThan(0.3);
    expect(measureTake([flat([9, 9, 9])], { rate: RATE }).contrast).toBe(0);
  });
});

it('measures pictures at a size that keeps their shape', () => {
  expect(measuredSize({ width: 1920, height: 1080 })).toEqual({ width: MEASURED_SIDE, height: 180 });
  expect(measuredSize({ width: 160, height: 96 })).toEqual({ width: 160, height: 96 });
});
