import { isDepthConfig, mayTellDepth } from '#core/domain/models/depth-files.ts';
import type { Fault } from '#core/schema/fault.ts';
import type { Result } from '#core/schema/result.ts';
import type { ProviderChoice } from '#lib/storage/records.ts';
import { type BrowserShelf, modelsHere } from '../transformers/models-here.ts';
import type { ModelHere } from '../transformers/model-worker.ts';
import { OneModel } from '../transformers/one-model.ts';

/** The model on this browser's shelf that tells how far away everything in a picture is. One picture after the other. */
export class BrowserDepth {
  readonly #shelf: BrowserShelf;
  readonly #model: OneModel;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(shelf: BrowserShelf, choice: () => ProviderChoice) {
    this.#shelf = shelf;
    this.#model = new OneModel({ graphs: ['model'], choice, load: (api, options, readFile) => api.openDepth(options, readFile) });
  }

  /** The first that can be used now; undefined where none is here. */
  async find(): Promise<ModelHere | undefined> {
    for (const model of await modelsHere(this.#shelf, 'depth', mayTellDepth)) {
      const config = await model.readFile('config.json');
      if (config && isDepthConfig(await config.text())) return model;
    }
    return undefined;
  }

  /** The depth of a picture as a grey PNG, the nearer the brighter; `cancelled` soon after the signal. */
  gauge(model: ModelHere, picture: Blob, signal?: AbortSignal): Promise<Result<Blob, Fault>> {
    const work = this.#turn.then(() => this.#model.ask(model, (worker) => worker.askUntil(signal, (api) => api.gauge(picture))));
    this.#turn = work.catch(() => {});
    return work;
  }

  /** Lets go of the model that is in memory. */
  dispose(): void {
    this.#model.dispose();
  }
}
