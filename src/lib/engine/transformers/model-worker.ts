import * as Comlink from 'comlink';
import type { Fault } from '#core/schema/fault.ts';
import { fail, type Result } from '#core/schema/result.ts';
import type { ModelOptions, ReadModelFile, TransformersApi } from '#lib/workers/transformers.worker.ts';
import { RUNTIME_FILES } from '../browser/runtime-files.ts';
import type { ProviderPlan } from '../choose.ts';

/** A model whose files are here and verified. */
export interface ModelHere {
  readonly id: string;
  readonly name: string;
  readonly paths: readonly string[];
  readonly readFile: ReadModelFile;
}

type Api = Comlink.Remote<TransformersApi>;
type Load = (api: Api, options: ModelOptions, readFile: ReadModelFile) => Promise<Result<null, Fault>>;

/** One worker with one model of @huggingface/transformers, from the page's side. It is good until it dies or is ended. */
export class ModelWorker {
  readonly #worker: Worker;
  readonly #api: Api;
  readonly #load: () => Promise<Result<null, Fault>>;
  readonly #died: Promise<Result<never, Fault>>;
  #die: () => void = () => {};
  #isAlive = true;
  #opened: Promise<Result<null, Fault>> | undefined;

  constructor({ id, name, paths, readFile }: ModelHere, { provider, threads }: ProviderPlan, load: Load) {
    this.#worker = new Worker(new URL('../../workers/transformers.worker.ts', import.meta.url), { type: 'module' });
    this.#api = Comlink.wrap<TransformersApi>(this.#worker);
    this.#load = () => load(this.#api, { id, name, paths: [...paths], provider, threads, files: RUNTIME_FILES[provider] }, Comlink.proxy(readFile));
    this.#died = new Promise((resolve) => {
      this.#die = () => resolve(fail({ reason: 'worker-died', facts: {} }));
    });
    this.#worker.onerror = () => this.terminate();
  }

  get isAlive(): boolean {
    return this.#isAlive;
  }

  /** Loads the model if that has not happened yet, and has it do something; `worker-died` where it ends meanwhile. */
  async ask<Value>(work: (api: Api) => Promise<Result<Value, Fault>>): Promise<Result<Value, Fault>> {
    this.#opened ??= this.#load();
    const opened = await Promise.race([this.#opened, this.#died]);
    if (opened.ok) return Promise.race([work(this.#api), this.#died]);
    // What could not be opened is tried afresh next time.
    this.terminate();
    return opened;
  }

  /** Tells it something that nobody waits for. */
  tell(work: (api: Api) => Promise<unknown>): void {
    void work(this.#api);
  }

  /** Ends it, with whatever it was doing. */
  terminate(): void {
    this.#isAlive = false;
    this.#worker.terminate();
    this.#die();
  }
}
