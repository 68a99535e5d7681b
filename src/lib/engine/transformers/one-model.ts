import type { Fault } from '#core/schema/fault.ts';
import type { Result } from '#core/schema/result.ts';
import type { ProviderChoice } from '#lib/storage/records.ts';
import { isSameModel, type Load, type ModelHere, ModelWorker } from './model-worker.ts';
import { planHere } from './plan-model.ts';

interface Parts {
  /** The graphs by which it is decided where it runs. */
  readonly graphs: readonly string[];
  /** Where it may run, by its files. */
  readonly choice: (paths: readonly string[]) => ProviderChoice;
  readonly load: Load;
}

/** A model that nobody has asked anything for so long is let go of, with the memory that it holds. Milliseconds. */
const IDLE_MS = 60_000;

/** Of the models for one purpose, the one that is in memory: loaded when it is asked, let go of when nobody asks. */
export class OneModel {
  readonly #parts: Parts;
  #loaded: { readonly model: ModelHere; readonly worker: ModelWorker } | undefined;
  #idle: ReturnType<typeof setTimeout> | undefined;
  #atWork = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async ask<Value>(model: ModelHere, work: (worker: ModelWorker) => Promise<Result<Value, Fault>>): Promise<Result<Value, Fault>> {
    clearTimeout(this.#idle);
    this.#atWork += 1;
    try {
      return await work(await this.#workerFor(model));
    } finally {
      this.#atWork -= 1;
      if (this.#atWork === 0) this.#idle = setTimeout(() => this.dispose(), IDLE_MS);
    }
  }

  /** Lets go of the model that is in memory. */
  dispose(): void {
    clearTimeout(this.#idle);
    this.#loaded?.worker.terminate();
    this.#loaded = undefined;
  }

  async #workerFor(model: ModelHere): Promise<ModelWorker> {
    const plan = await planHere(model.paths, this.#parts.graphs, this.#parts.choice(model.paths));
    if (this.#loaded?.worker.isAlive && isSameModel(this.#loaded.model, model)) return this.#loaded.worker;
    this.dispose();
    const worker = new ModelWorker(model, plan, this.#parts.load);
    this.#loaded = { model, worker };
    return worker;
  }
}
