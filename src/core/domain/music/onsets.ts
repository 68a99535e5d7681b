import { PowerSpectrum } from './fourier.ts';
import { Growing } from './growing.ts';

/** What is heard is heard at this rate, in samples a second. */
export const HEARD_RATE = 22_050;
/** Samples from one look to the next, and in each. */
export const HOP = 128;
const WINDOW = 512;
/** Looks a second. */
export const LOOKS = HEARD_RATE / HOP;
/** Samples in a point of the fine energy: about a millisecond. */
export const FINE = 22;

const MEL_BANDS = 32;
const LOWEST_HZ = 40;
const HIGHEST_HZ = 10_000;
/** Bands below this one carry the bass drum: up to about 200 Hz. */
const LOW_BANDS = 4;

/** How suddenly a song changes, look by look. */
export interface Onsets {
  /** In all bands; look n is around sample n · HOP. */
  readonly all: Float32Array;
  /** In the lowest bands. */
  readonly low: Float32Array;
  /** Mean power of each FINE samples. */
  readonly fine: Float32Array;
}

const mel = (hertz: number): number => 2595 * Math.log10(1 + hertz / 700);
const hertz = (value: number): number => 700 * (10 ** (value / 2595) - 1);

/** For each band the bins of the spectrum that it sums, from one up to, not including, another. */
export function melBands(bands: number, size: number): { from: number; until: number }[] {
  const [lowest, highest] = [mel(LOWEST_HZ), mel(HIGHEST_HZ)];
  const edge = (i: number): number => Math.round((hertz(lowest + ((highest - lowest) * i) / bands) * size) / HEARD_RATE);
  return Array.from({ length: bands }, (_, i) => ({ from: Math.max(1, edge(i)), until: Math.max(edge(i) + 1, edge(i + 1), 2) }));
}

/** Hears where notes and drums begin: how much the logarithm of each band's energy rises (Ellis 2007). */
export class OnsetListener {
  readonly #spectrum = new PowerSpectrum(WINDOW);
  readonly #bands = melBands(MEL_BANDS, WINDOW);
  #held = new Float32Array(WINDOW / 2);
  #before: Float32Array | undefined;
  readonly #all = new Growing();
  readonly #low = new Growing();
  readonly #fine = new Growing();
  #power = 0;
  #count = 0;

  /** Samples at HEARD_RATE. */
  hear(samples: Float32Array): void {
    for (const sample of samples) {
      this.#power += sample * sample;
      this.#count += 1;
      if (this.#count < FINE) continue;
      this.#fine.push(this.#power / FINE);
      this.#power = 0;
      this.#count = 0;
    }
    const held = new Float32Array(this.#held.length + samples.length);
    held.set(this.#held);
    held.set(samples, this.#held.length);
    let at = 0;
    for (; at + WINDOW <= held.length; at += HOP) this.#look(held, at);
    this.#held = held.slice(at);
  }

  finish(): Onsets {
    this.hear(new Float32Array(WINDOW / 2));
    return { all: this.#all.values, low: this.#low.values, fine: this.#fine.values };
  }

  #look(samples: Float32Array, from: number): void {
    const power = this.#spectrum.of(samples, from);
    const now = Float32Array.from(this.#bands, ({ from: first, until }) => {
      let sum = 0;
      for (let bin = first; bin < until; bin += 1) sum += power[bin]!;
      // Below this floor is the noise of 16 bits: nobody hears it begin.
      return Math.log10(1e-4 + sum);
    });
    const before = this.#before ?? now;
    let [all, low] = [0, 0];
    now.forEach((value, band) => {
      const rise = Math.max(0, value - before[band]!);
      all += rise;
      if (band < LOW_BANDS) low += rise;
    });
    this.#all.push(all);
    this.#low.push(low);
    this.#before = now;
  }
}
