import * as Comlink from 'comlink';
import type { LanguageQuestion } from '#core/domain/language/language-model.ts';
import type { Fault } from '#core/schema/fault.ts';
import { fail, type Result } from '#core/schema/result.ts';
import type { ProviderPlan } from '../choose.ts';
import { type ModelHere, ModelWorker } from './model-worker.ts';

/** How long a cancelled worker may take to answer before it is ended, in milliseconds. */
const CANCEL_MS = 300;

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
  async write({ signal, onWritten, ...question }: LanguageQuestion, greedy: boolean): Promise<Result<string, Fault>> {
    const cancelled: Result<never, Fault> = fail({ reason: 'cancelled', facts: {} });
    if (signal?.aborted) return cancelled;
    let end: ReturnType<typeof setTimeout> | undefined;
    const cancel = () => {
      this.#worker.tell((api) => api.cancel());
      end = setTimeout(() => this.#worker.terminate(), CANCEL_MS);
    };
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      const result = await this.#worker.ask((api) => api.write(question, greedy, Comlink.proxy((tokens: number) => onWritten?.(tokens))));
      return signal?.aborted ? cancelled : result;
    } finally {
      clearTimeout(end);
      signal?.removeEventListener('abort', cancel);
    }
  }

  terminate(): void {
    this.#worker.terminate();
  }
}
