import { CUT_OUT_GRAPHS, isCutOutConfig, mayCutOut } from '#core/domain/cut-outs/cut-out-files.ts';
import type { Matte } from '#core/domain/cut-outs/matte.ts';
import type { Fault } from '#core/schema/fault.ts';
import type { Result } from '#core/schema/result.ts';
import type { ProviderChoice } from '#lib/storage/records.ts';
import { type BrowserShelf, modelsHere } from '../transformers/models-here.ts';
import type { ModelHere } from '../transformers/model-worker.ts';
import { OneModel } from '../transformers/one-model.ts';

/** The model on this browser's shelf that tells subject from ground. One picture after the other. */
export class BrowserCutOuts {
  readonly #shelf: BrowserShelf;
  readonly #model: OneModel;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(shelf: BrowserShelf, choice: () => ProviderChoice) {
    this.#shelf = shelf;
    this.#model = new OneModel({ graphs: CUT_OUT_GRAPHS, choice, load: (api, options, readFile) => api.openCutOut(options, readFile) });
  }

  /** The first that can be used now; undefined where none is here. */
  async find(): Promise<ModelHere | undefined> {
    for (const model of await modelsHere(this.#shelf, 'cut-outs', mayCutOut)) {
      const config = await model.readFile('config.json');
      if (config && isCutOutConfig(await config.text())) return model;
    }
    return undefined;
  }

  /** What of a picture is subject; `cancelled` soon after the signal. */
  matteOf(model: ModelHere, picture: Blob, signal?: AbortSignal): Promise<Result<Matte, Fault>> {
    const work = this.#turn.then(() => this.#model.ask(model, (worker) => worker.askUntil(signal, (api) => api.matteOf(picture))));
    this.#turn = work.catch(() => {});
    return work;
  }

  /** Lets go of the model that is in memory. */
  dispose(): void {
    this.#model.dispose();
  }
}
