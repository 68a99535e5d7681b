import * as Comlink from 'comlink';
import type { LanguageQuestion } from '#core/domain/language/language-model.ts';
import type { Fault } from '#core/schema/fault.ts';
import type { Result } from '#core/schema/result.ts';
import type { ProviderPlan } from '../choose.ts';
import { type ModelHere, ModelWorker } from './model-worker.ts';

/** A worker with a language model. */
export class ChatWorker {
  readonly #worker: ModelWorker;

  constructor(model: ModelHere, plan: ProviderPlan) {
    this.#worker = new ModelWorker(model, plan, (api, options, readFile) => api.openChat(options, readFile));
  }

  get isAlive(): boolean {
    return this.#worker.isAlive;
  }

  /** The answer; `cancelled` soon after the signal, with the worker ended where it does not stop by itself. */
  write({ signal, onWritten, ...question }: LanguageQuestion, greedy: boolean): Promise<Result<string, Fault>> {
    return this.#worker.askUntil(signal, (api) => api.write(question, greedy, Comlink.proxy((tokens: number) => onWritten?.(tokens))));
  }

  terminate(): void {
    this.#worker.terminate();
  }
}
