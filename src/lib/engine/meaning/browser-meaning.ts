import { graphAmong } from '#core/domain/language/chat-files.ts';
import type { Fault } from '#core/schema/fault.ts';
import type { Result } from '#core/schema/result.ts';
import type { ProviderChoice } from '#lib/storage/records.ts';
import { type BrowserShelf, modelsHere } from '../transformers/models-here.ts';
import { type ModelHere, ModelWorker } from '../transformers/model-worker.ts';
import { planHere } from '../transformers/plan-model.ts';

/** A model that nobody has asked anything for so long is let go of, with the memory that it holds. Milliseconds. */
const IDLE_MS = 60_000;

const GRAPHS = ['text_model', 'vision_model'] as const;
const hasFiles = (paths: readonly string[]): boolean => GRAPHS.every((name) => graphAmong(paths, name)) && paths.includes('preprocessor_config.json') && paths.includes('tokenizer.json');

/** The model on this browser's shelf that places pictures and words in one space. */
export class BrowserMeaning {
  readonly #shelf: BrowserShelf;
  readonly #choice: () => ProviderChoice;
  #loaded: { readonly id: string; readonly worker: ModelWorker } | undefined;
  #idle: ReturnType<typeof setTimeout> | undefined;
  #atWork = 0;

  constructor(shelf: BrowserShelf, choice: () => ProviderChoice) {
    this.#shelf = shelf;
    this.#choice = choice;
  }

  /** The first that can be used now; undefined where none is here. */
  async find(): Promise<ModelHere | undefined> {
    return (await modelsHere(this.#shelf, 'search', hasFiles))[0];
  }

  ofText(model: ModelHere, text: string): Promise<Result<Float32Array, Fault>> {
    return this.#ask(model, (worker) => worker.ask((api) => api.meaningOfText(text)));
  }

  ofPicture(model: ModelHere, picture: Blob): Promise<Result<Float32Array, Fault>> {
    return this.#ask(model, (worker) => worker.ask((api) => api.meaningOfPicture(picture)));
  }

  /** Lets go of the model that is in memory. */
  dispose(): void {
    clearTimeout(this.#idle);
    this.#loaded?.worker.terminate();
    this.#loaded = undefined;
  }

  async #ask<Value>(model: ModelHere, work: (worker: ModelWorker) => Promise<Result<Value, Fault>>): Promise<Result<Value, Fault>> {
    clearTimeout(this.#idle);
    this.#atWork += 1;
    try {
      return await work(await this.#workerFor(model));
    } finally {
      this.#atWork -= 1;
      if (this.#atWork === 0) this.#idle = setTimeout(() => this.dispose(), IDLE_MS);
    }
  }

  async #workerFor(model: ModelHere): Promise<ModelWorker> {
    const plan = await planHere(model.paths, GRAPHS, this.#choice());
    if (this.#loaded?.worker.isAlive && this.#loaded.id === model.id) return this.#loaded.worker;
    this.dispose();
    const worker = new ModelWorker(model, plan, (api, options, readFile) => api.openMeaning(options, readFile));
    this.#loaded = { id: model.id, worker };
    return worker;
  }
}
