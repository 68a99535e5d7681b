import { CAPTION_GRAPHS, isCaptionModel } from '#core/domain/language/caption-files.ts';
import type { Fault } from '#core/schema/fault.ts';
import type { Result } from '#core/schema/result.ts';
import type { ProviderChoice } from '#lib/storage/records.ts';
import type { BrowserShelf } from '../transformers/models-here.ts';
import type { ModelHere } from '../transformers/model-worker.ts';
import { BrowserAssist } from './browser-assist.ts';

/** Says in this browser what pictures show. One picture after the other. */
export class BrowserCaptions extends BrowserAssist {
  constructor(shelf: BrowserShelf, choice: () => ProviderChoice) {
    super(shelf, { purpose: 'captions', graphs: CAPTION_GRAPHS, hasFiles: isCaptionModel, choice, load: (api, options, readFile) => api.openCaption(options, readFile) });
  }

  /** What a picture shows, in a sentence. */
  describe(model: ModelHere, picture: Blob, signal?: AbortSignal): Promise<Result<string, Fault>> {
    return this.askInTurn(model, (api) => api.describe(picture), signal);
  }
}
