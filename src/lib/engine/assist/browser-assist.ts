import type { AssistPurpose } from '#core/schema/accelerator/assist.ts';
import type { Fault } from '#core/schema/fault.ts';
import type { Result } from '#core/schema/result.ts';
import type { ProviderChoice } from '#lib/storage/records.ts';
import { type BrowserShelf, modelsHere } from '../transformers/models-here.ts';
import type { Load, ModelHere, ModelWorker } from '../transformers/model-worker.ts';
import { OneModel } from '../transformers/one-model.ts';

interface Kind {
  readonly purpose: AssistPurpose;
  /** The graphs by which it is decided where one runs. */
  readonly graphs: readonly string[];
  readonly hasFiles: (paths: readonly string[]) => boolean;
  /** Tells such a model from others with files of the same names, by its config.json. */
  readonly isConfig?: (text: string) => boolean;
  /** Where one may run, by its files. */
  readonly choice: (paths: readonly string[]) => ProviderChoice;
  readonly load: Load;
}

type Work<Value> = Parameters<typeof ModelWorker.prototype.ask<Value>>[0];

/** The models on this browser's shelf for one purpose, of which one is in memory at a time. */
export abstract class BrowserAssist {
  readonly #shelf: BrowserShelf;
  readonly #kind: Kind;
  readonly #model: OneModel;
  #turn: Promise<unknown> = Promise.resolve();

  protected constructor(shelf: BrowserShelf, kind: Kind) {
    this.#shelf = shelf;
    this.#kind = kind;
    this.#model = new OneModel(kind);
  }

  get purpose(): AssistPurpose {
    return this.#kind.purpose;
  }

  /** Those that can be used now. */
  models(): Promise<readonly ModelHere[]> {
    const { purpose, hasFiles, isConfig } = this.#kind;
    return modelsHere(this.#shelf, purpose, hasFiles, isConfig);
  }

  /** The first of them; undefined where none is here. */
  async find(): Promise<ModelHere | undefined> {
    return (await this.models())[0];
  }

  /** Lets go of the model that is in memory. */
  dispose(): void {
    this.#model.dispose();
  }

  /** Has a model do something; `cancelled` soon after the signal. */
  protected ask<Value>(model: ModelHere, work: Work<Value>, signal?: AbortSignal): Promise<Result<Value, Fault>> {
    return this.#model.ask(model, (worker) => worker.askUntil(signal, work));
  }

  /** The same once what was asked before is done. */
  protected askInTurn<Value>(model: ModelHere, work: Work<Value>, signal?: AbortSignal): Promise<Result<Value, Fault>> {
    const asked = this.#turn.then(() => this.ask(model, work, signal));
    this.#turn = asked.catch(() => {});
    return asked;
  }
}
