import type { TensorValue } from '../runtime.ts';
import { type LatentShape, latentSize } from './latent-shape.ts';

/** One group's given latent, `[channels, height, width]`. */
export interface GivenGroup {
  readonly group: number;
  readonly latent: Float32Array;
}

/**
 * What the transformer sees of a clip: noisy latent, mask (1 where a group is given) and given latent,
 * joined in the channels. One buffer for the whole run, `[batch, 2 · channels + 1, groups, height, width]`;
 * the rows of a batch are equal, because guidance differs in words only.
 */
export class TransformerInput {
  readonly #data: Float32Array;
  readonly #shape: LatentShape;
  readonly #rowSize: number;

  constructor(shape: LatentShape, batch: number, given: readonly GivenGroup[]) {
    const { channels, groups, height, width } = shape;
    const cells = height * width;
    const latents = latentSize(shape);
    this.#shape = shape;
    this.#rowSize = 2 * latents + groups * cells;
    this.#data = new Float32Array(batch * this.#rowSize);
    const firstRow = this.#data.subarray(0, this.#rowSize);
    for (const { group, latent } of given) {
      firstRow.fill(1, latents + group * cells, latents + (group + 1) * cells);
      for (let c = 0; c < channels; c += 1) {
        const plane = latents + ((1 + c) * groups + group) * cells;
        firstRow.set(latent.subarray(c * cells, (c + 1) * cells), plane);
      }
    }
    for (let row = 1; row < batch; row += 1) this.#data.copyWithin(row * this.#rowSize, 0, this.#rowSize);
  }

  /** Puts the noisy latent (`[channels, groups, height, width]`) into every row. */
  setNoisy(sample: Float32Array): void {
    for (let start = 0; start < this.#data.length; start += this.#rowSize) this.#data.set(sample, start);
  }

  /** The first `rows` rows as `hidden_states`; shares the buffer. */
  tensor(rows: number): TensorValue {
    const { channels, groups, height, width } = this.#shape;
    return {
      type: 'float32',
      dims: [rows, 2 * channels + 1, groups, height, width],
      data: this.#data.subarray(0, rows * this.#rowSize),
    };
  }
}
