import type { LibraryTensor } from './speech-library.ts';

/** Above this the model takes a window for one without speech, unless it is sure of what it wrote: natural logarithm. (transcribe.py) */
const SILENCE = 0.6;
const SURE = -1;

/** How sure a model is of what it writes of one window, and that anybody speaks in it. */
export class WindowScore {
  readonly #noSpeech: number;
  #row: Float32Array | undefined;
  #silence = 0;
  #sum = 0;
  #count = 0;

  /** `noSpeech`: the token that says that nobody speaks. */
  constructor(noSpeech: number) {
    this.#noSpeech = noSpeech;
  }

  /** What the model would write next, `[1, length, words]`; the first time with a row for each token of the prompt. */
  look(logits: LibraryTensor): void {
    const words = logits.dims.at(-1)!;
    const all = logits.to('float32').data as Float32Array;
    if (this.#count === 0) this.#silence = Math.exp(likelihood(all.subarray(0, words), this.#noSpeech));
    this.#row = all.slice(-words);
  }

  /** What was taken of it. */
  chose(id: number): void {
    if (this.#row) this.#sum += likelihood(this.#row, id);
    this.#count += 1;
  }

  get isSilence(): boolean {
    return this.#silence > SILENCE && this.#sum / Math.max(1, this.#count) < SURE;
  }
}

/** The natural logarithm of a token's probability. */
function likelihood(row: Float32Array, id: number): number {
  const most = row.reduce((best, value) => Math.max(best, value), -Infinity);
  return (row[id] ?? -Infinity) - most - Math.log(row.reduce((sum, value) => sum + Math.exp(value - most), 0));
}
