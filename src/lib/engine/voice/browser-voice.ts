import * as Comlink from 'comlink';
import { graphAmong } from '#core/domain/language/chat-files.ts';
import { isVoiceModel, VOICE_GRAPHS } from '#core/domain/voice/voice-files.ts';
import type { Fault } from '#core/schema/fault.ts';
import type { Result } from '#core/schema/result.ts';
import type { ProviderChoice } from '#lib/storage/records.ts';
import type { ReadingAloud, ReadText } from '#lib/workers/transformers.worker.ts';
import { type BrowserShelf, modelsHere } from '../transformers/models-here.ts';
import type { ModelHere } from '../transformers/model-worker.ts';
import { OneModel } from '../transformers/one-model.ts';

export interface ReadAloudOptions extends ReadingAloud {
  readonly signal: AbortSignal;
  /** How much was said, 0 to 1. */
  readonly onProgress: (done: number) => void;
}

/** The models on this browser's shelf that read text aloud. One is in memory at a time. */
export class BrowserVoice {
  readonly #shelf: BrowserShelf;
  readonly #model: OneModel;

  constructor(shelf: BrowserShelf, choice: () => ProviderChoice) {
    this.#shelf = shelf;
    this.#model = new OneModel({
      graphs: VOICE_GRAPHS,
      // The makers of the layout advise whole numbers for the processor alone: on cards their sound breaks.
      choice: (paths) => (choice() !== 'wasm-single' && graphAmong(paths, 'model')?.precision !== 'fp32' ? 'wasm' : choice()),
      load: (api, options, readFile) => api.openVoice(options, readFile),
    });
  }

  /** Those that can be used now. */
  models(): Promise<readonly ModelHere[]> {
    return modelsHere(this.#shelf, 'voice', isVoiceModel);
  }

  /** An English text read aloud; `cancelled` within half a second of the signal. */
  read(model: ModelHere, text: string, { voice, accent, speed, signal, onProgress }: ReadAloudOptions): Promise<Result<ReadText, Fault>> {
    return this.#model.ask(model, (worker) => worker.askUntil(signal, (api) => api.readAloud(text, { voice, accent, speed }, Comlink.proxy(onProgress))));
  }

  /** Lets go of the model that is in memory. */
  dispose(): void {
    this.#model.dispose();
  }
}
