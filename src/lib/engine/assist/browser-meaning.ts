import { isMeaningModel, MEANING_GRAPHS } from '#core/domain/language/meaning-files.ts';
import type { Fault } from '#core/schema/fault.ts';
import type { Result } from '#core/schema/result.ts';
import type { ProviderChoice } from '#lib/storage/records.ts';
import type { BrowserShelf } from '../transformers/models-here.ts';
import type { ModelHere } from '../transformers/model-worker.ts';
import { BrowserAssist } from './browser-assist.ts';

/** Places pictures and words in one space, in this browser. */
export class BrowserMeaning extends BrowserAssist {
  constructor(shelf: BrowserShelf, choice: () => ProviderChoice) {
    super(shelf, { purpose: 'search', graphs: MEANING_GRAPHS, hasFiles: isMeaningModel, choice, load: (api, options, readFile) => api.openMeaning(options, readFile) });
  }

  ofText(model: ModelHere, text: string): Promise<Result<Float32Array, Fault>> {
    return this.ask(model, (api) => api.meaningOfText(text));
  }

  ofPicture(model: ModelHere, picture: Blob): Promise<Result<Float32Array, Fault>> {
    return this.ask(model, (api) => api.meaningOfPicture(picture));
  }
}
