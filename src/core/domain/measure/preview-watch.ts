import type { Progress } from '../../schema/progress.ts';
import type { Frame } from './frame.ts';
import { type Broken, looksBroken } from './looks-broken.ts';

/** Before this share of its steps a picture may look like anything. */
const TOO_EARLY = 0.5;
/** So many previews in a row must look broken: one may be chance. */
const IN_A_ROW = 2;

/** Looks at the previews of one take as it forms, for whether it will come to nothing. */
export class PreviewWatch {
  #share = 0;
  #row = 0;

  /** Notes how far the take is. */
  progress({ stage, step, steps }: Progress): void {
    if (stage === 'denoise') this.#share = step / steps;
  }

  /** Why it will come to nothing, once that is clear. `first`: the picture it was made from. */
  note(preview: Frame, first?: Frame): Broken | undefined {
    const broken = this.#share < TOO_EARLY ? undefined : looksBroken(preview, first);
    this.#row = broken ? this.#row + 1 : 0;
    return this.#row >= IN_A_ROW ? broken : undefined;
  }
}
