import type { FetchAsk, ModelsThere } from '#core/domain/models/model-place.ts';
import type { ByteSpan } from '#core/domain/models/model-shelf.ts';
import type { HubStanding } from '#core/schema/accelerator/shelf.ts';
import type { CatalogueModel, HubSource, ModelId } from '#core/schema/catalogue.ts';
import type { ModelUpdate } from '#core/schema/model-update.ts';
import type { Sha256 } from '#core/schema/ids.ts';

/** A verified file of a model. */
export interface ShelfFile {
  readonly bytes: number;
  read(span?: ByteSpan): AsyncIterable<Uint8Array>;
}

/**
 * The models of this accelerator. What is asked for is begun and answered at once; how far it is stands in what `look`
 * answers. Throws FaultError where it cannot even begin.
 */
export interface ModelDesk {
  readonly catalogue: readonly CatalogueModel[];
  look(): Promise<ModelsThere>;
  /** Calls back when something has changed, at most some times a second; returns the way to stop. */
  subscribe(listener: () => void): () => void;
  fetch(id: ModelId, ask: FetchAsk): Promise<void>;
  lookForUpdate(id: ModelId): Promise<ModelUpdate | undefined>;
  update(id: ModelId, ask: Pick<FetchAsk, 'accepts'>): Promise<void>;
  pause(id: ModelId): Promise<void>;
  verify(id: ModelId): Promise<void>;
  remove(id: ModelId): Promise<void>;
  add(source: HubSource, ask: Pick<FetchAsk, 'accepts'>): Promise<ModelId>;
  /** A file that was verified, of a model whose licence was accepted; undefined where there is none. */
  file(id: ModelId, sha256: Sha256): Promise<ShelfFile | undefined>;
}

/** How the hub is asked, and in whose name. */
export interface HubDesk {
  readonly standing: HubStanding;
  /** Keeps a token that a person has entered, in place of one that was there. Throws FaultError where it cannot be kept. */
  setToken(token: string): void;
  /** Forgets the token that a person has entered; false where there is none. */
  forgetToken(): boolean;
}
