/** Zero crossings of the kernel on each side, and points of its table between two of them. */
const CROSSINGS = 16;
const PHASES = 256;

/** A windowed sinc (Blackman), tabulated from its middle outwards. */
const KERNEL = Float64Array.from({ length: CROSSINGS * PHASES + 2 }, (_, i) => {
  const x = i / PHASES;
  if (x >= CROSSINGS) return 0;
  const sinc = x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
  const turn = (Math.PI * x) / CROSSINGS;
  return sinc * (0.42 + 0.5 * Math.cos(turn) + 0.08 * Math.cos(2 * turn));
});

/**
 * One channel at another sample rate, piece by piece. Sample n of what comes out lies at the time
 * n / `to`, whatever the pieces; what would alias is taken out. Memory does not grow with length.
 */
export class Resampler {
  readonly #from: number;
  readonly #to: number;
  readonly #scale: number;
  readonly #reach: number;
  /** The samples still needed, and the place of the first among all. */
  #held: Float32Array;
  #heldFrom: number;
  #next = 0;
  #heard = 0;

  /** Rates in samples a second. */
  constructor(from: number, to: number) {
    this.#from = from;
    this.#to = to;
    this.#scale = Math.min(1, to / from);
    this.#reach = Math.ceil(CROSSINGS / this.#scale) + 1;
    this.#held = new Float32Array(this.#reach);
    this.#heldFrom = -this.#reach;
  }

  /** What is complete now. */
  push(samples: Float32Array): Float32Array<ArrayBuffer> {
    this.#heard += samples.length;
    if (this.#from === this.#to) return samples.slice() as Float32Array<ArrayBuffer>;
    const held = new Float32Array(this.#held.length + samples.length);
    held.set(this.#held);
    held.set(samples, this.#held.length);
    this.#held = held;
    return this.#give(this.#heldFrom + held.length - this.#reach);
  }

  /** The rest, so that as much time comes out as went in. */
  flush(): Float32Array<ArrayBuffer> {
    if (this.#from === this.#to) return new Float32Array(0);
    const heard = this.#heard;
    const rest = this.push(new Float32Array(2 * this.#reach));
    const due = Math.round((heard * this.#to) / this.#from);
    return rest.slice(0, Math.max(0, rest.length - (this.#next - due)));
  }

  /** All samples that lie before place `until` of the source. */
  #give(until: number): Float32Array<ArrayBuffer> {
    const last = Math.floor((until * this.#to) / this.#from);
    const out = new Float32Array(Math.max(0, last - this.#next));
    for (let i = 0; i < out.length; i += 1) out[i] = this.#at(((this.#next + i) * this.#from) / this.#to);
    this.#next += out.length;
    const drop = Math.max(0, Math.floor((this.#next * this.#from) / this.#to) - this.#reach - this.#heldFrom);
    this.#held = this.#held.slice(drop);
    this.#heldFrom += drop;
    return out;
  }

  #at(place: number): number {
    const first = Math.max(this.#heldFrom, Math.ceil(place - CROSSINGS / this.#scale));
    const last = Math.min(this.#heldFrom + this.#held.length - 1, Math.floor(place + CROSSINGS / this.#scale));
    let sum = 0;
    for (let i = first; i <= last; i += 1) {
      const x = Math.abs(place - i) * this.#scale * PHASES;
      const low = Math.floor(x);
      const value = KERNEL[low]! + (KERNEL[low + 1]! - KERNEL[low]!) * (x - low);
      sum += this.#held[i - this.#heldFrom]! * value;
    }
    return sum * this.#scale;
  }
}
