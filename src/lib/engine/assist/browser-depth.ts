import { isDepthConfig, mayTellDepth } from '#core/domain/models/depth-files.ts';
import type { Fault } from '#core/schema/fault.ts';
import type { Result } from '#core/schema/result.ts';
import type { ProviderChoice } from '#lib/storage/records.ts';
import type { BrowserShelf } from '../transformers/models-here.ts';
import type { ModelHere } from '../transformers/model-worker.ts';
import { BrowserAssist } from './browser-assist.ts';

/** Tells in this browser how far away everything in a picture is. One picture after the other. */
export class BrowserDepth extends BrowserAssist {
  constructor(shelf: BrowserShelf, choice: () => ProviderChoice) {
    super(shelf, { purpose: 'depth', graphs: ['model'], hasFiles: mayTellDepth, isConfig: isDepthConfig, choice, load: (api, options, readFile) => api.openDepth(options, readFile) });
  }

  /** The depth of a picture as a grey PNG, the nearer the brighter. */
  gauge(model: ModelHere, picture: Blob, signal?: AbortSignal): Promise<Result<Blob, Fault>> {
    return this.askInTurn(model, (api) => api.gauge(picture), signal);
  }
}
