import type { Waveform, WaveLevel } from './song-analysis.ts';

/** Samples in a point of the finest level; each further level joins eight points. */
const FINEST = 256;
const JOINED = 8;
const LEVELS = 4;

/** Draws the outline of a song while it is heard. */
export class WaveformListener {
  readonly #rate: number;
  readonly #low: number[] = [];
  readonly #high: number[] = [];
  #lowest = 0;
  #highest = 0;
  #count = 0;

  constructor(rate: number) {
    this.#rate = rate;
  }

  hear(samples: Float32Array): void {
    for (const sample of samples) {
      if (sample < this.#lowest) this.#lowest = sample;
      else if (sample > this.#highest) this.#highest = sample;
      this.#count += 1;
      if (this.#count === FINEST) this.#put();
    }
  }

  /** All that was heard. */
  finish(): Waveform {
    if (this.#count > 0) this.#put();
    const levels: WaveLevel[] = [{ samples: FINEST, low: Int8Array.from(this.#low), high: Int8Array.from(this.#high) }];
    while (levels.length < LEVELS) levels.push(coarser(levels.at(-1)!));
    return { rate: this.#rate, levels };
  }

  #put(): void {
    this.#low.push(whole(this.#lowest));
    this.#high.push(whole(this.#highest));
    this.#lowest = 0;
    this.#highest = 0;
    this.#count = 0;
  }
}

const whole = (sample: number): number => Math.max(-127, Math.min(127, Math.round(sample * 127)));

function coarser({ samples, low, high }: WaveLevel): WaveLevel {
  const points = Math.ceil(low.length / JOINED);
  const joined = (all: Int8Array, pick: (...values: number[]) => number): Int8Array<ArrayBuffer> =>
    Int8Array.from({ length: points }, (_, i) => pick(...all.subarray(i * JOINED, (i + 1) * JOINED)));
  return { samples: samples * JOINED, low: joined(low, Math.min), high: joined(high, Math.max) };
}

/** The lowest and highest value between two moments of the song, each -1 to 1. Seconds. */
export function peaksBetween({ rate, levels }: Waveform, from: number, until: number): { low: number; high: number } {
  const wanted = (until - from) * rate;
  const level = levels.findLast(({ samples }) => samples <= wanted) ?? levels[0]!;
  const first = Math.max(0, Math.floor((from * rate) / level.samples));
  const last = Math.min(level.low.length, Math.max(first + 1, Math.ceil((until * rate) / level.samples)));
  let low = 0;
  let high = 0;
  for (let i = first; i < last; i += 1) {
    low = Math.min(low, level.low[i]!);
    high = Math.max(high, level.high[i]!);
  }
  return { low: low / 127, high: high / 127 };
}
