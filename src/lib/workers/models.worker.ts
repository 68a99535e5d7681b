import * as Comlink from 'comlink';
import type { FetchAsk, ModelsThere } from '#core/domain/models/model-place.ts';
import { Models } from '#core/domain/models/models.ts';
import { judgeModel } from '#core/pipelines/fitness/judge-model.ts';
import type { CatalogueModel, HubSource, ModelId } from '#core/schema/catalogue.ts';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import { fail, ok, type Result } from '#core/schema/result.ts';
import { reportingFaults } from '#lib/storage/faults.ts';
import { HubTokenStore } from '#lib/storage/hub-token-store.ts';
import { OpfsModelShelf } from '#lib/storage/opfs-model-shelf.ts';
import { FetchHub } from './models/fetch-hub.ts';
import { FetchKeeper } from './models/fetch-keeper.ts';
import type { ToldOfCopying } from './models/copy-course.ts';
import type { Handed } from './models/handed-files.ts';
import { ModelsAtWork } from './models/models-at-work.ts';
import { pageHash } from './models/page-hash.ts';
import { type Peer, PeerHub } from './models/peer-hub.ts';
import { readCatalogue } from './models/read-catalogue.ts';

/** How the models of a browser are kept and asked for. */
export interface ModelsOptions {
  /** The folder of the private file system. */
  readonly folder: string;
  /** The hub, or a mirror of it; the hub itself where absent. */
  readonly hub?: string | undefined;
  /** A line on which nothing comes for so long has broken; in milliseconds. */
  readonly stallMs?: number | undefined;
  readonly catalogue?: readonly CatalogueModel[] | undefined;
}

const tokens = new HubTokenStore();
let works: ModelsAtWork | undefined;

function atWork(): ModelsAtWork {
  if (!works) throw new Error('asked before it was opened');
  return works;
}

const api = {
  /** `peer`: another machine that may have a model already. */
  open({ folder, hub, stallMs, catalogue = readCatalogue() }: ModelsOptions, peer?: Peer): void {
    const shelf = new OpfsModelShelf(folder);
    const plain = new FetchHub({ ...(hub !== undefined && { hub }), ...(stallMs !== undefined && { stallMs }), token: (address) => tokens.read(address) });
    const ask = peer ? new PeerHub(plain, peer) : plain;
    const models = new Models({ shelf, hub: ask, hash: pageHash, judge: judgeModel, canAskIfRange: false, pause, catalogue, ...(hub !== undefined && { address: hub }) });
    works = new ModelsAtWork({ shelf, models, folder });
    // What a tab was putting in place when it was closed.
    models.updates.finishAll().catch(reportError);
    const keeper = new FetchKeeper(works, shelf);
    works.onChange = () => void keeper.look();
    keeper.begin(`${folder} goes on`);
  },
  catalogue: (): readonly CatalogueModel[] => atWork().catalogue,
  look: (): Promise<ModelsThere> => atWork().look(),
  fetch: (id: ModelId, ask: FetchAsk) => answer(() => atWork().fetch(id, ask)),
  lookForUpdate: (id: ModelId) => answer(() => atWork().lookForUpdate(id)),
  update: (id: ModelId, ask: Pick<FetchAsk, 'accepts'>) => answer(() => atWork().update(id, ask)),
  pause: (id: ModelId) => answer(() => atWork().pause(id)),
  verify: (id: ModelId) => answer(() => atWork().verify(id)),
  remove: (id: ModelId) => answer(() => atWork().remove(id)),
  addRepository: (source: HubSource, ask: FetchAsk) => answer(() => atWork().addRepository(source, ask)),
  addAddress: (url: string, ask: FetchAsk) => answer(() => atWork().addAddress(url, ask)),
  addFiles: (name: string, files: readonly Handed[], ask: FetchAsk, told: ToldOfCopying) => answer(() => atWork().addFiles(name, files, ask, told)),
};
export type ModelsApi = typeof api;

Comlink.expose(api);

/** Waits, and comes back early when the signal is given. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    }, { once: true });
  });
}

async function answer<Value>(work: () => Promise<Value>): Promise<Result<Value, Fault>> {
  try {
    return ok(await reportingFaults(work));
  } catch (error) {
    if (error instanceof FaultError) return fail(error.fault);
    throw error;
  }
}
