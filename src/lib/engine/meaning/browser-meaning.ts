import { isMeaningModel, MEANING_GRAPHS } from '#core/domain/language/meaning-files.ts';
import type { Fault } from '#core/schema/fault.ts';
import type { Result } from '#core/schema/result.ts';
import type { ProviderChoice } from '#lib/storage/records.ts';
import { type BrowserShelf, modelsHere } from '../transformers/models-here.ts';
import type { ModelHere } from '../transformers/model-worker.ts';
import { OneModel } from '../transformers/one-model.ts';

/** The model on this browser's shelf that places pictures and words in one space. */
export class BrowserMeaning {
  readonly #shelf: BrowserShelf;
  readonly #model: OneModel;

  constructor(shelf: BrowserShelf, choice: () => ProviderChoice) {
    this.#shelf = shelf;
    this.#model = new OneModel({ graphs: MEANING_GRAPHS, choice, load: (api, options, readFile) => api.openMeaning(options, readFile) });
  }

  /** The first that can be used now; undefined where none is here. */
  async find(): Promise<ModelHere | undefined> {
    const [model] = await modelsHere(this.#shelf, 'search', isMeaningModel);
    // Where pictures lie is kept by the model's name, and another version puts them elsewhere.
    return model && { ...model, id: `${model.id}-${model.version}` };
  }

  ofText(model: ModelHere, text: string): Promise<Result<Float32Array, Fault>> {
    return this.#model.ask(model, (worker) => worker.ask((api) => api.meaningOfText(text)));
  }

  ofPicture(model: ModelHere, picture: Blob): Promise<Result<Float32Array, Fault>> {
    return this.#model.ask(model, (worker) => worker.ask((api) => api.meaningOfPicture(picture)));
  }

  /** Lets go of the model that is in memory. */
  dispose(): void {
    this.#model.dispose();
  }
}
