import * as Comlink from 'comlink';
import { isSpeechModel, SPEECH_GRAPHS } from '#core/domain/speech/speech-files.ts';
import type { Heard } from '#core/pipelines/transformers/listen.ts';
import type { Fault } from '#core/schema/fault.ts';
import type { Result } from '#core/schema/result.ts';
import type { ProviderChoice } from '#lib/storage/records.ts';
import type { BrowserShelf } from '../transformers/models-here.ts';
import type { ModelHere } from '../transformers/model-worker.ts';
import { BrowserAssist } from './browser-assist.ts';

export interface HearFileOptions {
  /** `en`; undefined where it is listened for. */
  readonly language: string | undefined;
  readonly signal: AbortSignal;
  /** How much was heard, 0 to 1. */
  readonly onProgress: (done: number) => void;
}

/** Writes down in this browser what is said and sung. */
export class BrowserSpeech extends BrowserAssist {
  constructor(shelf: BrowserShelf, choice: () => ProviderChoice) {
    super(shelf, { purpose: 'speech', graphs: SPEECH_GRAPHS, hasFiles: isSpeechModel, choice, load: (api, options, readFile) => api.openSpeech(options, readFile) });
  }

  /** What is said in a file, `cancelled` within half a second of the signal. `name`: the file's, for the sentences of faults. */
  hear(model: ModelHere, file: Blob, name: string, { language, signal, onProgress }: HearFileOptions): Promise<Result<Heard, Fault>> {
    return this.ask(model, (api) => api.listen(file, name, language, Comlink.proxy(onProgress)), signal);
  }
}
