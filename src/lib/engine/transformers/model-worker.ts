import * as Comlink from 'comlink';
import type { Fault } from '#core/schema/fault.ts';
import { fail, type Result } from '#core/schema/result.ts';
import type { ModelOptions, ReadModelFile } from '#lib/workers/transformers-library.ts';
import type { TransformersApi } from '#lib/workers/transformers.worker.ts';
import { RUNTIME_FILES } from '../browser/runtime-files.ts';
import type { ProviderPlan } from '../choose.ts';

/** A model whose files are here and verified. */
export interface ModelHere {
  readonly id: string;
  /** Another one for other files. */
  readonly version: string;
  readonly name: string;
  readonly paths: readonly string[];
  /** What it may be used for, by name; undefined where nobody has said. */
  readonly licence?: string;
  /** Of the hub, where it came from there. */
  readonly revision?: string;
  readonly readFile: ReadModelFile;
}

export const isSameModel = (one: ModelHere, other: ModelHere): boolean => one.id === other.id && one.version === other.version;

/** How long a cancelled worker may take to answer before it is ended, in milliseconds. */
const CANCEL_MS = 300;

type Api = Comlink.Remote<TransformersApi>;
export type Load = (api: Api, options: ModelOptions, readFile: ReadModelFile) => Promise<Result<null, Fault>>;

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

  /** The same for work that a person may stop: `cancelled` soon after the signal, with the worker ended where it does not stop by itself. */
  async askUntil<Value>(signal: AbortSignal | undefined, work: (api: Api) => Promise<Result<Value, Fault>>): Promise<Result<Value, Fault>> {
    const cancelled: Result<never, Fault> = fail({ reason: 'cancelled', facts: {} });
    if (signal?.aborted) return cancelled;
    let end: ReturnType<typeof setTimeout> | undefined;
    const cancel = () => {
      void this.#api.cancel();
      end = setTimeout(() => this.terminate(), CANCEL_MS);
    };
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      const result = await this.ask(work);
      return signal?.aborted ? cancelled : result;
    } finally {
      clearTimeout(end);
      signal?.removeEventListener('abort', cancel);
    }
  }

  /** Ends it, with whatever it was doing. */
  terminate(): void {
    this.#isAlive = false;
    this.#worker.terminate();
    this.#die();
  }
}
