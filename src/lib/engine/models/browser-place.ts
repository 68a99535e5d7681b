import * as Comlink from 'comlink';
import type { Copied, FetchAsk, ModelOrigin, ModelPlace, ModelsThere } from '#core/domain/models/model-place.ts';
import type { CatalogueModel, ModelId } from '#core/schema/catalogue.ts';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import type { ModelUpdate } from '#core/schema/model-update.ts';
import type { Result } from '#core/schema/result.ts';
import { ModelChannel } from '#lib/storage/model-news.ts';
import { MODELS_FOLDER } from '#lib/storage/models-folder.ts';
import type { Peer } from '#lib/workers/models/peer-hub.ts';
import type { ModelsApi, ModelsOptions } from '#lib/workers/models.worker.ts';

/** The models of this browser. A worker fetches, hashes and keeps them; what was begun before goes on once this is made. */
export class BrowserPlace implements ModelPlace {
  readonly where = 'browser';
  readonly takes = ['hub', 'address', 'files'] as const;
  readonly #folder: string;
  readonly #worker: Worker;
  readonly #api: Comlink.Remote<ModelsApi>;
  readonly #opened: Promise<void>;
  readonly #died: Promise<never>;

  /** `peer`: another machine that may have a model already. */
  constructor(options: Partial<ModelsOptions> = {}, peer?: Peer) {
    this.#folder = options.folder ?? MODELS_FOLDER;
    this.#worker = new Worker(new URL('../../workers/models.worker.ts', import.meta.url), { type: 'module' });
    this.#api = Comlink.wrap<ModelsApi>(this.#worker);
    this.#died = new Promise((_resolve, reject) => {
      this.#worker.addEventListener('error', (event) => {
        // What a running worker reports is no end of it.
        if (!event.message) reject(new FaultError('worker-died'));
      });
    });
    this.#died.catch(() => undefined);
    this.#opened = this.#alive(this.#api.open({ ...options, folder: this.#folder }, peer && Comlink.proxy(peer)));
  }

  catalogue(): Promise<readonly CatalogueModel[]> {
    return this.#ask(() => this.#api.catalogue());
  }

  look(): Promise<ModelsThere> {
    return this.#ask(() => this.#api.look());
  }

  /** Also what other tabs do is told. */
  watch(told: () => void): () => void {
    const channel = new ModelChannel((news) => news.kind !== 'leave' && told(), this.#folder);
    return () => channel.close();
  }

  fetch(id: ModelId, ask: FetchAsk): Promise<void> {
    return this.#do(() => this.#api.fetch(id, ask));
  }

  lookForUpdate(id: ModelId): Promise<ModelUpdate | undefined> {
    return this.#do(() => this.#api.lookForUpdate(id));
  }

  update(id: ModelId, ask: Pick<FetchAsk, 'accepts'>): Promise<void> {
    return this.#do(() => this.#api.update(id, ask));
  }

  pause(id: ModelId): Promise<void> {
    return this.#do(() => this.#api.pause(id));
  }

  verify(id: ModelId): Promise<void> {
    return this.#do(() => this.#api.verify(id));
  }

  remove(id: ModelId): Promise<void> {
    return this.#do(() => this.#api.remove(id));
  }

  /** Files are copied before it answers; the others are only begun. */
  add(origin: ModelOrigin, ask: FetchAsk, onCopied: Copied = () => true): Promise<ModelId> {
    switch (origin.kind) {
      case 'hub':
        return this.#do(() => this.#api.addRepository(origin.source, ask));
      case 'address':
        return this.#do(() => this.#api.addAddress(origin.url, ask));
      case 'files': {
        const files = origin.files.map(({ path, source }) => {
          if (!(source instanceof Blob)) throw new Error('a file of this browser is a Blob');
          return { path, source };
        });
        return this.#do(() => this.#api.addFiles(origin.name, files, ask, Comlink.proxy(onCopied)));
      }
    }
  }

  /** Ends what this tab does; another tab, or this one when it comes back, goes on with it. */
  dispose(): void {
    this.#worker.terminate();
  }

  async #do<Value>(work: () => Promise<Result<Value, Fault>>): Promise<Value> {
    const result = await this.#ask(work);
    if (!result.ok) throw new FaultError(result.fault.reason, result.fault.facts);
    return result.value;
  }

  async #ask<Value>(work: () => Promise<Value>): Promise<Value> {
    await this.#opened;
    return this.#alive(work());
  }

  #alive<Value>(work: Promise<Value>): Promise<Value> {
    return Promise.race([work, this.#died]);
  }
}
