/**
 * Power spectra of windows of `size` samples (a power of two): a radix-2 transform of real samples
 * under a Hann window. The spectrum has `size / 2` bins from 0 Hz up and is overwritten by the next.
 */
export class PowerSpectrum {
  readonly size: number;
  readonly #window: Float64Array;
  readonly #cos: Float64Array;
  readonly #sin: Float64Array;
  readonly #order: Uint32Array;
  readonly #re: Float64Array;
  readonly #im: Float64Array;
  readonly #power: Float32Array;

  constructor(size: number) {
    this.size = size;
    this.#window = Float64Array.from({ length: size }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / size));
    this.#cos = Float64Array.from({ length: size / 2 }, (_, i) => Math.cos((2 * Math.PI * i) / size));
    this.#sin = Float64Array.from({ length: size / 2 }, (_, i) => Math.sin((2 * Math.PI * i) / size));
    const bits = Math.log2(size);
    this.#order = Uint32Array.from({ length: size }, (_, i) => reversed(i, bits));
    this.#re = new Float64Array(size);
    this.#im = new Float64Array(size);
    this.#power = new Float32Array(size / 2);
  }

  /** Of the samples from `from` on. */
  of(samples: Float32Array, from: number): Float32Array {
    const re = this.#re;
    const im = this.#im;
    for (let i = 0; i < this.size; i += 1) {
      const at = this.#order[i]!;
      re[at] = samples[from + i]! * this.#window[i]!;
    }
    im.fill(0);
    for (let half = 1; half < this.size; half *= 2) this.#join(half);
    for (let i = 0; i < this.#power.length; i += 1) this.#power[i] = re[i]! * re[i]! + im[i]! * im[i]!;
    return this.#power;
  }

  /** Joins neighbouring transforms of `half` samples. */
  #join(half: number): void {
    const re = this.#re;
    const im = this.#im;
    const step = this.size / (2 * half);
    for (let start = 0; start < this.size; start += 2 * half) {
      for (let k = 0; k < half; k += 1) {
        const a = start + k;
        const b = a + half;
        const cos = this.#cos[k * step]!;
        const sin = this.#sin[k * step]!;
        const real = re[b]! * cos + im[b]! * sin;
        const imaginary = im[b]! * cos - re[b]! * sin;
        re[b] = re[a]! - real;
        im[b] = im[a]! - imaginary;
        re[a] = re[a]! + real;
        im[a] = im[a]! + imaginary;
      }
    }
  }
}

function reversed(index: number, bits: number): number {
  let out = 0;
  for (let bit = 0; bit < bits; bit += 1) out |= ((index >> bit) & 1) << (bits - 1 - bit);
  return out;
}
