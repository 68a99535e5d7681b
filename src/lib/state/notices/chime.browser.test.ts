import { expect, it } from 'vitest';
import { CHIME_SECONDS, writeChime } from './chime.ts';

const RATE = 8_000;

async function rendered(): Promise<Float32Array> {
  const context = new OfflineAudioContext(1, Math.ceil((CHIME_SECONDS + 0.2) * RATE), RATE);
  writeChime(context, 0);
  return (await context.startRendering()).getChannelData(0);
}

/** Loudness of a frequency in a stretch of sound: 0 where it is not there. */
function power(samples: Float32Array, hertz: number): number {
  let [re, im] = [0, 0];
  samples.forEach((sample, i) => {
    re += sample * Math.cos((2 * Math.PI * hertz * i) / RATE);
    im += sample * Math.sin((2 * Math.PI * hertz * i) / RATE);
  });
  return Math.hypot(re, im) / samples.length;
}

it('is two tones one after the other, soft, and then silence', async () => {
  const sound = await rendered();
  const peak = sound.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  expect(peak).toBeGreaterThan(0.05);
  expect(peak).toBeLessThan(0.25);
  const first = sound.subarray(0, 0.15 * RATE);
  const second = sound.subarray(0.2 * RATE, 0.35 * RATE);
  expect(power(first, 523.25)).toBeGreaterThan(10 * power(first, 783.99));
  expect(power(second, 783.99)).toBeGreaterThan(power(second, 523.25));
  expect(sound.subarray(CHIME_SECONDS * RATE + 10).every((sample) => Math.abs(sample) < 1e-4)).toBe(true);
});
