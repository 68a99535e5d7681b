import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Resampler } from './resampler.ts';

const sine = (hertz: number, rate: number, length: number) => Float32Array.from({ length }, (_, i) => Math.sin((2 * Math.PI * hertz * i) / rate));

function resampled(samples: Float32Array, from: number, to: number, piece = samples.length): number[] {
  const resampler = new Resampler(from, to);
  const out: number[] = [];
  for (let at = 0; at < samples.length; at += piece) out.push(...resampler.push(samples.subarray(at, at + piece)));
  return [...out, ...resampler.flush()];
}

it.each([[44_100, 48_000], [48_000, 44_100], [8_000, 48_000], [96_000, 48_000]])('keeps a tone where it is from %i to %i Hz', (from, to) => {
  const out = resampled(sine(440, from, from), from, to);
  expect(out).toHaveLength(to);
  const wanted = sine(440, to, to);
  const worst = out.slice(1_000, -1_000).reduce((most, value, i) => Math.max(most, Math.abs(value - wanted[i + 1_000]!)), 0);
  expect(worst).toBeLessThan(2e-3);
});

it('lets nothing through that the new rate cannot hold', () => {
  const out = resampled(sine(20_000, 48_000, 48_000), 48_000, 22_050).slice(500, -500);
  expect(Math.max(...out.map(Math.abs))).toBeLessThan(0.01);
});

it('gives the same whatever the pieces', () => {
  const tone = sine(300, 8_000, 2_000);
  const whole = resampled(tone, 8_000, 11_025);
  fc.assert(fc.property(fc.integer({ min: 1, max: 700 }), (piece) => {
    expect(resampled(tone, 8_000, 11_025, piece)).toEqual(whole);
  }), { numRuns: 20 });
});
