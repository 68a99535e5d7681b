import * as Comlink from 'comlink';
import { graphAmong } from '#core/domain/models/graph-files.ts';
import { isVoiceModel, VOICE_GRAPHS } from '#core/domain/voice/voice-files.ts';
import type { Fault } from '#core/schema/fault.ts';
import type { Result } from '#core/schema/result.ts';
import type { ProviderChoice } from '#lib/storage/records.ts';
import type { ReadingAloud, ReadText } from '#lib/workers/transformers.worker.ts';
import type { BrowserShelf } from '../transformers/models-here.ts';
import type { ModelHere } from '../transformers/model-worker.ts';
import { BrowserAssist } from './browser-assist.ts';

export interface ReadAloudOptions extends ReadingAloud {
  readonly signal: AbortSignal;
  /** How much was said, 0 to 1. */
  readonly onProgress: (done: number) => void;
}

/** Reads text aloud in this browser. */
export class BrowserVoice extends BrowserAssist {
  constructor(shelf: BrowserShelf, choice: () => ProviderChoice) {
    super(shelf, {
      ...{ purpose: 'voice', graphs: VOICE_GRAPHS, hasFiles: isVoiceModel },
      // The makers of the layout advise whole numbers for the processor alone: on cards their sound breaks.
      choice: (paths) => (choice() !== 'wasm-single' && graphAmong(paths, 'model')?.precision !== 'fp32' ? 'wasm' : choice()),
      load: (api, options, readFile) => api.openVoice(options, readFile),
    });
  }

  /** An English text read aloud; `cancelled` within half a second of the signal. */
  read(model: ModelHere, text: string, { voice, accent, speed, signal, onProgress }: ReadAloudOptions): Promise<Result<ReadText, Fault>> {
    return this.ask(model, (api) => api.readAloud(text, { voice, accent, speed }, Comlink.proxy(onProgress)), signal);
  }
}
