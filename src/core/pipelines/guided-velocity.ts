import { isOutOfMemory } from '../schema/fault.ts';
import type { TransformerInput } from './latents/transformer-input.ts';
import type { ModelSessions } from './model-sessions.ts';
import type { TensorValue } from './runtime.ts';

/** Text embeddings `[rows, length, width]`: the prompt, and for guidance the null prompt. */
export type TextStates = TensorValue & { readonly type: 'float32' };

/**
 * The transformer with classifier-free guidance (Ho and Salimans, 2022): v = v∅ + g · (v − v∅). Both
 * predictions in one call, a batch of two, while memory allows; when the host says it does not, in two
 * calls from then on. With one row of text there is no guidance and one call of one row.
 */
export class GuidedVelocity {
  readonly #sessions: ModelSessions;
  readonly #input: TransformerInput;
  readonly #text: TextStates;
  readonly #guidance: number;
  readonly #timestep: Float32Array;
  #batched: boolean;

  /** `input` has as many rows as `text`, or one where `batched` is false. */
  constructor(
    sessions: ModelSessions,
    input: TransformerInput,
    text: TextStates,
    options: { guidance: number; batched: boolean },
  ) {
    this.#sessions = sessions;
    this.#input = input;
    this.#text = text;
    this.#guidance = options.guidance;
    this.#batched = options.batched;
    this.#timestep = new Float32Array(text.dims[0] ?? 1);
  }

  /** The velocity at a noise level, as many numbers as `sample`; the array belongs to the caller. */
  async at(sigma: number, sample: Float32Array): Promise<Float32Array> {
    this.#timestep.fill(1000 * sigma);
    const rows = this.#timestep.length;
    if (rows === 1) {
      this.#input.setNoisy(sample);
      return this.#run(0, 1, sample.length);
    }
    if (this.#batched) {
      try {
        this.#input.setNoisy(sample);
        const both = await this.#run(0, 2, sample.length);
        return this.#guide(both.subarray(0, sample.length), both.subarray(sample.length));
      } catch (error) {
        if (!isOutOfMemory(error)) throw error;
        this.#batched = false;
      }
    }
    this.#input.setNoisy(sample);
    const withText = await this.#run(0, 1, sample.length);
    return this.#guide(withText, await this.#run(1, 1, sample.length));
  }

  async #run(row: number, rows: number, elements: number): Promise<Float32Array> {
    const [, length = 0, width = 0] = this.#text.dims;
    const size = length * width;
    const feeds = {
      hidden_states: this.#input.tensor(rows),
      timestep: { type: 'float32', dims: [rows], data: this.#timestep.subarray(0, rows) },
      encoder_hidden_states: {
        type: 'float32',
        dims: [rows, length, width],
        data: this.#text.data.subarray(row * size, (row + rows) * size),
      },
    } as const;
    return (await this.#sessions.run('transformer', feeds, rows * elements)).data;
  }

  /** Changes `withText` in place. */
  #guide(withText: Float32Array, without: Float32Array): Float32Array {
    const guidance = this.#guidance;
    for (let i = 0; i < withText.length; i += 1) {
      const base = without[i] as number;
      withText[i] = base + guidance * ((withText[i] as number) - base);
    }
    return withText;
  }
}
