import { CUT_OUT_GRAPHS, isCutOutConfig, mayCutOut } from '#core/domain/cut-outs/cut-out-files.ts';
import type { Matte } from '#core/domain/cut-outs/matte.ts';
import type { Fault } from '#core/schema/fault.ts';
import type { Result } from '#core/schema/result.ts';
import type { ProviderChoice } from '#lib/storage/records.ts';
import type { BrowserShelf } from '../transformers/models-here.ts';
import type { ModelHere } from '../transformers/model-worker.ts';
import { BrowserAssist } from './browser-assist.ts';

/** Tells in this browser subject from ground. One picture after the other. */
export class BrowserCutOuts extends BrowserAssist {
  constructor(shelf: BrowserShelf, choice: () => ProviderChoice) {
    super(shelf, { purpose: 'cut-outs', graphs: CUT_OUT_GRAPHS, hasFiles: mayCutOut, isConfig: isCutOutConfig, choice, load: (api, options, readFile) => api.openCutOut(options, readFile) });
  }

  /** What of a picture is subject. */
  matteOf(model: ModelHere, picture: Blob, signal?: AbortSignal): Promise<Result<Matte, Fault>> {
    return this.askInTurn(model, (api) => api.matteOf(picture), signal);
  }
}
