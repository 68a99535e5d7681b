import { describe, expect, it } from 'vitest';
import { kWeighting, LoudnessMeter } from './loudness.ts';

const RATE = 48_000;

interface Part {
  /** Decibels below full scale. */
  readonly level: number;
  readonly seconds: number;
}

function loudness(parts: readonly Part[], { channels = 2, hertz = 1_000, rate = RATE } = {}): number | null {
  const meter = new LoudnessMeter(rate, channels);
  for (const { level, seconds } of parts) {
    const tone = Float32Array.from({ length: Math.round(seconds * rate) }, (_, i) => 10 ** (level / 20) * Math.sin((2 * Math.PI * hertz * i) / rate));
    meter.hear(Array.from({ length: channels }, () => tone));
  }
  return meter.integrated;
}

it('weighs at 48 kHz with the very numbers of ITU-R BS.1770', () => {
  const [shelf, pass] = kWeighting(RATE);
  const near = (found: readonly number[], wanted: readonly number[]) => found.forEach((value, i) => expect(value).toBeCloseTo(wanted[i]!, 8));
  near(shelf.b, [1.53512485958697, -2.69169618940638, 1.19839281085285]);
  near(shelf.a, [-1.69065929318241, 0.73248077421585]);
  near(pass.b, [1, -2, 1]);
  near(pass.a, [-1.99004745483398, 0.99007225036621]);
});

describe('tells the loudness that the standards ask for', () => {
  it('of a full sine of 997 Hz in one channel: -3.01 LUFS', () => {
    expect(loudness([{ level: 0, seconds: 5 }], { channels: 1, hertz: 997 })).toBeCloseTo(-3.01, 1);
  });

  // EBU Tech 3341, table 1: each within 0.1 LU.
  it.each([
    ['1', -23, [{ level: -23, seconds: 20 }]],
    ['2', -33, [{ level: -33, seconds: 20 }]],
    ['3', -23, [{ level: -36, seconds: 10 }, { level: -23, seconds: 60 }, { level: -36, seconds: 10 }]],
    ['4', -23, [{ level: -72, seconds: 10 }, { level: -36, seconds: 10 }, { level: -23, seconds: 60 }, { level: -36, seconds: 10 }, { level: -72, seconds: 10 }]],
    ['5', -23, [{ level: -26, seconds: 20 }, { level: -20, seconds: 20.1 }, { level: -26, seconds: 20 }]],
  ] as const)('of test signal %s: %d LUFS', (_, wanted, parts) => {
    expect(Math.abs(loudness(parts)! - wanted)).toBeLessThan(0.1);
  });

  it('at 44.1 kHz, too', () => {
    expect(Math.abs(loudness([{ level: -23, seconds: 10 }], { rate: 44_100 })! + 23)).toBeLessThan(0.1);
  });
});

it('tells nothing of silence, and of less than a block', () => {
  expect(loudness([{ level: -100, seconds: 5 }])).toBeNull();
  expect(loudness([{ level: -20, seconds: 0.3 }])).toBeNull();
});
