import { CAPTION_GRAPHS, isCaptionModel } from '#core/domain/language/caption-files.ts';
import type { Fault } from '#core/schema/fault.ts';
import type { Result } from '#core/schema/result.ts';
import type { ProviderChoice } from '#lib/storage/records.ts';
import { type BrowserShelf, modelsHere } from '../transformers/models-here.ts';
import type { ModelHere } from '../transformers/model-worker.ts';
import { OneModel } from '../transformers/one-model.ts';

/** The model on this browser's shelf that says what pictures show. One picture after the other. */
export class BrowserCaptions {
  readonly #shelf: BrowserShelf;
  readonly #model: OneModel;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(shelf: BrowserShelf, choice: () => ProviderChoice) {
    this.#shelf = shelf;
    this.#model = new OneModel({ graphs: CAPTION_GRAPHS, choice, load: (api, options, readFile) => api.openCaption(options, readFile) });
  }

  /** The first that can be used now; undefined where none is here. */
  async find(): Promise<ModelHere | undefined> {
    return (await modelsHere(this.#shelf, 'captions', isCaptionModel))[0];
  }

  /** What a picture shows, in a sentence; `cancelled` soon after the signal. */
  describe(model: ModelHere, picture: Blob, signal?: AbortSignal): Promise<Result<string, Fault>> {
    const work = this.#turn.then(() => this.#model.ask(model, (worker) => worker.askUntil(signal, (api) => api.describe(picture))));
    this.#turn = work.catch(() => {});
    return work;
  }

  /** Lets go of the model that is in memory. */
  dispose(): void {
    this.#model.dispose();
  }
}
