/** A sample at this level is `signal · x0 + noise · ε`. */
export interface Level {
  readonly signal: number;
  readonly noise: number;
}

/**
 * UniPC of order 2 in its B2(h) form, predicting x0, with predictor and corrector (Zhao et al.,
 * UniPC: A Unified Predictor-Corrector Framework, 2023). It knows nothing of how levels come about or
 * what a model predicts, so it serves any noise schedule.
 *
 * The first step is of order 1, for want of a past, and so is the last, which keeps it steady. A
 * corrector needs no further call of the model: it mends the sample that a prediction was just made
 * from, with the step before in mind.
 */
export class UniPcSolver {
  readonly #levels: readonly Level[];
  /** Half the logarithm of the signal-to-noise ratio at each level. */
  readonly #lambdas: readonly number[];
  readonly #before: Float32Array;
  #x0: Float32Array;
  #olderX0: Float32Array;
  #index = 0;
  /** Order of the latest predictor; 0 before the first. */
  #order = 0;

  /** `levels`: one for each step and one for the end; `elements`: how many numbers a sample has. */
  constructor(levels: readonly Level[], elements: number) {
    this.#levels = levels;
    this.#lambdas = levels.map(({ signal, noise }) => Math.log(signal) - Math.log(noise));
    this.#before = new Float32Array(elements);
    this.#x0 = new Float32Array(elements);
    this.#olderX0 = new Float32Array(elements);
  }

  /** Moves `sample` (changed in place) to the next level. `x0` is the clean sample predicted from it. */
  step(x0: Float32Array, sample: Float32Array): void {
    if (this.#order > 0) this.#correct(x0, sample);
    const oldest = this.#olderX0;
    this.#olderX0 = this.#x0;
    this.#x0 = oldest;
    this.#x0.set(x0);
    this.#before.set(sample);
    const stepsLeft = this.#levels.length - 1 - this.#index;
    this.#order = Math.min(2, stepsLeft, this.#order + 1);
    this.#predict(sample);
    this.#index += 1;
  }

  /** Mends the sample at the present level: a weighted sum of the one before, its predictions and the new one. */
  #correct(x0: Float32Array, sample: Float32Array): void {
    const at = this.#index;
    const { scale, push, h } = this.#between(at - 1, at);
    // The share of the older and of the new difference: b₁ and b₂ of the B2(h) form, solved for two points.
    const phi = Math.expm1(-h);
    const b1 = (phi / -h - 1) / phi;
    const b2 = (((phi / -h - 1) / -h - 0.5) * 2) / phi;
    const r = this.#order === 2 ? ((this.#lambdas[at - 2] as number) - (this.#lambdas[at - 1] as number)) / h : 1;
    const older = this.#order === 2 ? (b1 - b2) / (1 - r) / r : 0;
    const newer = this.#order === 2 ? b1 - older * r : 0.5;
    this.#mix(sample, scale, push, older, newer, x0);
  }

  #predict(sample: Float32Array): void {
    const at = this.#index;
    const { scale, push, h } = this.#between(at, at + 1);
    const r = this.#order === 2 ? ((this.#lambdas[at - 1] as number) - (this.#lambdas[at] as number)) / h : 1;
    const older = this.#order === 2 ? 0.5 / r : 0;
    this.#mix(sample, scale, push, older, 0, this.#x0);
  }

  /** What carries a sample from one level to another: its own scale, the push of x0, and the way h in λ. */
  #between(from: number, to: number): { scale: number; push: number; h: number } {
    const start = this.#levels[from] as Level;
    const end = this.#levels[to] as Level;
    const h = (this.#lambdas[to] as number) - (this.#lambdas[from] as number);
    return { scale: end.noise / start.noise, push: -end.signal * Math.expm1(-h), h };
  }

  /** sample = scale · before + push · (x0 + older · (olderX0 − x0) + newer · (newX0 − x0)) */
  #mix(sample: Float32Array, scale: number, push: number, older: number, newer: number, newX0: Float32Array): void {
    const before = this.#before;
    const x0 = this.#x0;
    const olderX0 = this.#olderX0;
    const ofX0 = push * (1 - older - newer);
    const ofOlder = push * older;
    const ofNewer = push * newer;
    for (let i = 0; i < sample.length; i += 1) {
      sample[i] =
        scale * (before[i] as number) +
        ofX0 * (x0[i] as number) +
        ofOlder * (olderX0[i] as number) +
        ofNewer * (newX0[i] as number);
    }
  }
}
