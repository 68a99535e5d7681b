/** The largest sample that comes out: a tenth of a decibel below full scale. */
export const CEILING = 10 ** (-0.1 / 20);
/** It sees so far ahead, and comes back in about so long. Seconds. */
const AHEAD = 0.005;
const BACK = 0.1;

/**
 * Keeps sound below full scale without clipping: what would be too loud is turned down softly, from a
 * little before it until a little after. What is not too loud comes out as it went in. As many samples
 * come out as go in, `delay` later; flush gives the last ones.
 */
export class Limiter {
  readonly #delay: number;
  readonly #back: number;
  /** The last samples of each channel, in a ring. */
  readonly #ring: readonly Float32Array[];
  /** The gains that the last samples need, and their least, as a queue of falling places. */
  readonly #needed: Float64Array;
  readonly #least: number[] = [];
  /** The last least gains, whose mean is what is applied. */
  readonly #eased: Float64Array;
  #sum: number;
  #released = 1;
  #at = 0;

  constructor(sampleRate: number, channels: number) {
    this.#delay = Math.max(1, Math.round(AHEAD * sampleRate));
    this.#back = 1 - Math.exp(-1 / (BACK * sampleRate));
    this.#ring = Array.from({ length: channels }, () => new Float32Array(this.#delay));
    this.#needed = new Float64Array(this.#delay + 1).fill(1);
    this.#eased = new Float64Array(this.#delay).fill(1);
    this.#sum = this.#delay;
  }

  /** The delayed samples, in place of the given ones. The first `delay` of a whole are silence. */
  push(planes: readonly Float32Array[]): void {
    const length = planes[0]?.length ?? 0;
    for (let i = 0; i < length; i += 1) {
      let peak = 0;
      for (const plane of planes) peak = Math.max(peak, Math.abs(plane[i]!));
      const gain = this.#next(peak > CEILING ? CEILING / peak : 1);
      const slot = this.#at % this.#delay;
      this.#ring.forEach((ring, channel) => {
        const plane = planes[channel]!;
        const before = ring[slot]!;
        ring[slot] = plane[i]!;
        plane[i] = before * gain;
      });
      this.#at += 1;
    }
  }

  /** How many samples later something comes out. */
  get delay(): number {
    return this.#delay;
  }

  /** The gain for the sample that went in `delay` ago. */
  #next(needed: number): number {
    const size = this.#needed.length;
    this.#needed[this.#at % size] = needed;
    while (this.#least.length > 0 && this.#needed[this.#least.at(-1)! % size]! >= needed) this.#least.pop();
    this.#least.push(this.#at);
    if (this.#least[0]! <= this.#at - size) this.#least.shift();
    const least = this.#needed[this.#least[0]! % size]!;
    this.#released = Math.min(least, this.#released + (1 - this.#released) * this.#back);
    // Rising back never quite reaches 1: what is not too loud stays untouched.
    if (this.#released > 0.99999) this.#released = 1;
    const slot = this.#at % this.#delay;
    this.#sum += this.#released - this.#eased[slot]!;
    this.#eased[slot] = this.#released;
    // Sums of many small numbers wander; where nothing is turned down, nothing may.
    if (this.#at % 4096 === 0) this.#sum = this.#eased.reduce((sum, value) => sum + value, 0);
    const mean = this.#sum / this.#delay;
    return mean > 0.99999 ? 1 : mean;
  }
}
