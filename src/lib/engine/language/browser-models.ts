import { isChatConfig, isChatModel } from '#core/domain/language/chat-files.ts';
import type { LanguageModel, LanguageQuestion } from '#core/domain/language/language-model.ts';
import { FaultError } from '#core/schema/fault.ts';
import type { ProviderChoice } from '#lib/storage/records.ts';
import { ChatWorker } from '../transformers/chat-worker.ts';
import { isSameModel, type ModelHere } from '../transformers/model-worker.ts';
import { type BrowserShelf, modelsHere } from '../transformers/models-here.ts';
import { planHere } from '../transformers/plan-model.ts';

interface Parts {
  readonly shelf: BrowserShelf;
  /** What the person has chosen for inference in this browser. */
  readonly choice: () => ProviderChoice;
  /** The likeliest token each time; the model's own settings otherwise. */
  readonly greedy?: boolean;
}

/** A model that nobody has asked anything for so long is let go of, with the memory that it holds. Milliseconds. */
const IDLE_MS = 120_000;

/** The language models on this browser's shelf. One at a time is in memory, and answers one question after the other. */
export class BrowserLanguage {
  readonly #parts: Parts;
  #loaded: { readonly model: ModelHere; readonly worker: ChatWorker } | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #idle: ReturnType<typeof setTimeout> | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Those that can be asked now. */
  async models(): Promise<readonly LanguageModel[]> {
    const models = await modelsHere(this.#parts.shelf, 'language', isChatModel, isChatConfig);
    return models.map((model) => ({ id: `browser/${model.id}`, name: model.name, complete: (question) => this.#complete(model, question) }));
  }

  /** Lets go of the model that is in memory. */
  dispose(): void {
    clearTimeout(this.#idle);
    this.#loaded?.worker.terminate();
    this.#loaded = undefined;
  }

  async #complete(model: ModelHere, question: LanguageQuestion): Promise<string> {
    const before = this.#turn;
    const work = (async () => {
      await before;
      if (question.signal?.aborted) throw new FaultError('cancelled');
      clearTimeout(this.#idle);
      const worker = await this.#workerFor(model);
      const result = await worker.write(question, this.#parts.greedy ?? false);
      this.#idle = setTimeout(() => this.dispose(), IDLE_MS);
      if (!result.ok) throw new FaultError(result.fault.reason, result.fault.facts);
      return result.value;
    })();
    this.#turn = work.catch(() => {});
    return work;
  }

  async #workerFor(model: ModelHere): Promise<ChatWorker> {
    if (this.#loaded?.worker.isAlive && isSameModel(this.#loaded.model, model)) return this.#loaded.worker;
    this.dispose();
    const worker = new ChatWorker(model, await planHere(model.paths, ['model'], this.#parts.choice()));
    this.#loaded = { model, worker };
    return worker;
  }
}
