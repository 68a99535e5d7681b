import * as Comlink from 'comlink';
import { isSpeechModel, SPEECH_GRAPHS } from '#core/domain/speech/speech-files.ts';
import type { Heard } from '#core/pipelines/transformers/listen.ts';
import type { Fault } from '#core/schema/fault.ts';
import type { Result } from '#core/schema/result.ts';
import type { ProviderChoice } from '#lib/storage/records.ts';
import { type BrowserShelf, modelsHere } from '../transformers/models-here.ts';
import type { ModelHere } from '../transformers/model-worker.ts';
import { OneModel } from '../transformers/one-model.ts';

export interface HearFileOptions {
  /** `en`; undefined where it is listened for. */
  readonly language: string | undefined;
  readonly signal: AbortSignal;
  /** How much was heard, 0 to 1. */
  readonly onProgress: (done: number) => void;
}

/** The models on this browser's shelf that write down what is said and sung. One is in memory at a time. */
export class BrowserSpeech {
  readonly #shelf: BrowserShelf;
  readonly #model: OneModel;

  constructor(shelf: BrowserShelf, choice: () => ProviderChoice) {
    this.#shelf = shelf;
    this.#model = new OneModel({ graphs: SPEECH_GRAPHS, choice, load: (api, options, readFile) => api.openSpeech(options, readFile) });
  }

  /** Those that can be used now. */
  models(): Promise<readonly ModelHere[]> {
    return modelsHere(this.#shelf, 'speech', isSpeechModel);
  }

  /** What is said in a file, `cancelled` within half a second of the signal. `name`: the file's, for the sentences of faults. */
  hear(model: ModelHere, file: Blob, name: string, { language, signal, onProgress }: HearFileOptions): Promise<Result<Heard, Fault>> {
    return this.#model.ask(model, (worker) => worker.askUntil(signal, (api) => api.listen(file, name, language, Comlink.proxy(onProgress))));
  }

  /** Lets go of the model that is in memory. */
  dispose(): void {
    this.#model.dispose();
  }
}
