import { describe, expect, it } from 'vitest';
import { readMono } from './read-mono.ts';
import type { SoundReader } from './sound-reader.ts';

/** Two channels, the second silent, in pieces of 100 samples; the first piece begins before what is asked for. */
const reader = (rate: number, seconds: number, value: (at: number) => number): SoundReader => ({
  sampleRate: rate, channels: 2, seconds, dispose: () => {},
  async *pieces(from, until) {
    for (let at = Math.max(0, Math.floor(from * rate / 100) * 100); at < Math.min(seconds, until) * rate; at += 100) {
      yield { at, planes: [Float32Array.from({ length: 100 }, (_, i) => value(at + i)), new Float32Array(100)] };
    }
  },
});

describe('one channel of a file', () => {
  it('is the mean of all, of exactly the time that was asked for', async () => {
    expect(Array.from(await readMono(reader(1_000, 2, (at) => at), 0.15, 0.153, 1_000))).toEqual([75, 75.5, 76]);
  });

  it('comes at another rate with the same time in it, and silence after the end', async () => {
    const heard = await readMono(reader(44_100, 1, (at) => Math.sin((2 * Math.PI * 441 * at) / 44_100)), 0.5, 1.5, 16_000);
    expect(heard.length).toBe(16_000);
    expect(Math.max(...heard.slice(100, 7_900))).toBeCloseTo(0.5, 1);
    expect(heard.slice(9_000).every((value) => Math.abs(value) < 1e-3)).toBe(true);
  });
});
