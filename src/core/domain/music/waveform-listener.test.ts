import { expect, it } from 'vitest';
import { peaksBetween, WaveformListener } from './waveform-listener.ts';

it('keeps the lowest and highest value of every stretch at every zoom', () => {
  const listener = new WaveformListener(1_000);
  const samples = new Float32Array(100_000);
  samples[50_000] = 1;
  samples[50_001] = -0.5;
  listener.hear(samples.subarray(0, 50_001));
  listener.hear(samples.subarray(50_001));
  const waveform = listener.finish();
  expect(waveform.levels.map(({ samples: each }) => each)).toEqual([256, 2_048, 16_384, 131_072]);
  for (const width of [0.3, 3, 20, 200]) {
    const { low, high } = peaksBetween(waveform, 50 - width / 2, 50 + width / 2);
    expect(high).toBe(1);
    expect(low).toBeCloseTo(-0.5, 1);
  }
  expect(peaksBetween(waveform, 10, 20)).toEqual({ low: 0, high: 0 });
  expect(peaksBetween(waveform, 500, 600)).toEqual({ low: 0, high: 0 });
});
