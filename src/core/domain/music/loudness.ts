/** A second-order filter: out = b0·x + b1·x₁ + b2·x₂ − a1·y₁ − a2·y₂. */
export interface Biquad {
  readonly b: readonly [number, number, number];
  readonly a: readonly [number, number];
}

/**
 * The two stages of K-weighting (ITU-R BS.1770-5, annex 1): a shelf for the head and a high pass. The
 * standard gives numbers at 48 kHz; from the analogue filters behind them follow those at any rate.
 */
export function kWeighting(rate: number): readonly [Biquad, Biquad] {
  const shelf = Math.tan((Math.PI * 1681.974450955533) / rate);
  const q = 0.7071752369554196;
  const high = 10 ** (3.999843853973347 / 20);
  const middle = high ** 0.4996667741545416;
  const unit = 1 + shelf / q + shelf * shelf;
  const pass = Math.tan((Math.PI * 38.13547087602444) / rate);
  const passQ = 0.5003270373238773;
  const passUnit = 1 + pass / passQ + pass * pass;
  return [
    {
      b: [(high + (middle * shelf) / q + shelf * shelf) / unit, (2 * (shelf * shelf - high)) / unit, (high - (middle * shelf) / q + shelf * shelf) / unit],
      a: [(2 * (shelf * shelf - 1)) / unit, (1 - shelf / q + shelf * shelf) / unit],
    },
    { b: [1, -2, 1], a: [(2 * (pass * pass - 1)) / passUnit, (1 - pass / passQ + pass * pass) / passUnit] },
  ];
}

const loudnessOf = (power: number): number => -0.691 + 10 * Math.log10(power);
const powerOf = (loudness: number): number => 10 ** ((loudness + 0.691) / 10);

/**
 * Integrated loudness (ITU-R BS.1770-5): mean power of K-weighted blocks of 400 ms that overlap by
 * three quarters, without those below -70 LUFS and those 10 LU below the mean of the rest. Each channel
 * counts alike, as left, right and centre do.
 */
export class LoudnessMeter {
  readonly #stages: readonly [Biquad, Biquad];
  /** x₁, x₂, y₁, y₂ of both stages, for each channel. */
  readonly #state: readonly Float64Array[];
  readonly #hop: number;
  #sum = 0;
  #count = 0;
  /** Mean power of each 100 ms. */
  readonly #tenths: number[] = [];

  constructor(rate: number, channels: number) {
    this.#stages = kWeighting(rate);
    this.#state = Array.from({ length: channels }, () => new Float64Array(8));
    this.#hop = Math.round(rate / 10);
  }

  /** Samples of all channels, as many of each. */
  hear(planes: readonly Float32Array[]): void {
    const length = planes[0]?.length ?? 0;
    for (let i = 0; i < length; i += 1) {
      for (let channel = 0; channel < planes.length; channel += 1) {
        const y = this.#weigh(this.#state[channel]!, planes[channel]![i]!);
        this.#sum += y * y;
      }
      this.#count += 1;
      if (this.#count < this.#hop) continue;
      this.#tenths.push(this.#sum / this.#hop);
      this.#sum = 0;
      this.#count = 0;
    }
  }

  /** LUFS; null where nothing is loud enough to count. */
  get integrated(): number | null {
    const tenths = this.#tenths;
    const blocks = tenths.slice(3).map((power, i) => (tenths[i]! + tenths[i + 1]! + tenths[i + 2]! + power) / 4);
    const loud = blocks.filter((power) => power > powerOf(-70));
    if (loud.length === 0) return null;
    const gate = powerOf(loudnessOf(mean(loud)) - 10);
    return loudnessOf(mean(loud.filter((power) => power > gate)));
  }

  #weigh(state: Float64Array, sample: number): number {
    const [shelf, pass] = this.#stages;
    const middle = shelf.b[0] * sample + shelf.b[1] * state[0]! + shelf.b[2] * state[1]! - shelf.a[0] * state[2]! - shelf.a[1] * state[3]!;
    state[1] = state[0]!;
    state[0] = sample;
    state[3] = state[2]!;
    state[2] = middle;
    const out = middle + pass.b[1] * state[4]! + state[5]! - pass.a[0] * state[6]! - pass.a[1] * state[7]!;
    state[5] = state[4]!;
    state[4] = middle;
    state[7] = state[6]!;
    state[6] = out;
    return out;
  }
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
