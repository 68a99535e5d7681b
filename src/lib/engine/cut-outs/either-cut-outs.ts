import type { Matte } from '#core/domain/cut-outs/matte.ts';
import type { Fault } from '#core/schema/fault.ts';
import type { Result } from '#core/schema/result.ts';
import type { AcceleratorAssist } from '../assist/accelerator-assist.ts';
import { both, list } from '../assist/either.ts';
import { type AnyModel, isThere } from '../assist/model-there.ts';
import type { BrowserCutOuts } from './browser-cut-outs.ts';

/** What tells subject from ground: a model of this browser, else one of the paired accelerator. */
export class EitherCutOuts {
  readonly #here: BrowserCutOuts;
  readonly #there: AcceleratorAssist;

  constructor(here: BrowserCutOuts, there: AcceleratorAssist) {
    this.#here = here;
    this.#there = there;
  }

  async find(): Promise<AnyModel | undefined> {
    return (await both(async () => list(await this.#here.find()), this.#there, 'cut-outs'))[0];
  }

  matteOf(model: AnyModel, picture: Blob, signal?: AbortSignal): Promise<Result<Matte, Fault>> {
    return isThere(model) ? this.#there.matteOf(model, picture, signal) : this.#here.matteOf(model, picture, signal);
  }

  dispose(): void {
    this.#here.dispose();
  }
}
