import type { CatalogueModel, HubSource, ModelId } from '../../schema/catalogue.ts';
import type { Fault } from '../../schema/fault.ts';
import type { KeptModel } from '../../schema/kept-model.ts';
import type { ModelUpdate } from '../../schema/model-update.ts';
import type { ByteSource } from '../generate/engine.ts';

/** Bytes of a newer version that is on its way, and in all; both without the files that stay as they are. */
export interface ComingModel {
  readonly done: number;
  readonly total: number;
  /** Whether a person has halted it. */
  readonly paused: boolean;
}

/** How much of a model is here. */
export interface ModelStanding {
  readonly model: KeptModel;
  /** `unfit`: no step can use it, as far as its files are here and whatever would still come. */
  readonly status: 'ready' | 'paused' | 'failed' | 'incomplete' | 'unfit';
  readonly done: number;
  /** Bytes in all, as far as they are known. */
  readonly total: number;
  readonly fault?: Fault | undefined;
  /** A newer version that is on its way, beside this one. */
  readonly coming?: ComingModel | undefined;
}

/** What is being done with a model at this moment. */
export interface ModelWork {
  readonly id: ModelId;
  readonly kind: 'fetch' | 'verify';
  /** Bytes of the model that are done, and in all as far as they are known. */
  readonly done: number;
  readonly total: number;
}

/** What the last work with a model ended with, also where nothing of the model is there yet. */
export interface ModelFault {
  readonly id: ModelId;
  readonly fault: Fault;
}

/** What a place answers about its models, all at one moment. */
export interface ModelsThere {
  readonly standings: readonly ModelStanding[];
  readonly work: readonly ModelWork[];
  /** Gone once the model is asked for again. */
  readonly faults: readonly ModelFault[];
  /** Bytes that are free; undefined where nobody knows. */
  readonly room: number | undefined;
}

/** A file that a person hands in, under its name inside of the model. */
export interface HandedFile {
  readonly path: string;
  readonly source: ByteSource & { readonly size: number };
}

/** A model of a person's own: a repository of the hub, the address of one file, or files and zips of this machine. */
export type ModelOrigin =
  | { readonly kind: 'hub'; readonly source: HubSource }
  | { readonly kind: 'address'; readonly url: string }
  | { readonly kind: 'files'; readonly name: string; readonly files: readonly HandedFile[] };

/** Hears how many bytes of the files that were handed in are copied, and of how many; answers whether to go on. */
export type Copied = (done: number, total: number) => boolean;

export interface FetchAsk {
  readonly variant?: string | undefined;
  /** Whether a person has just accepted its licence. */
  readonly accepts?: boolean | undefined;
}

/**
 * Models where they lie and are used: this browser, or an accelerator that it is paired with. What is asked for is
 * begun and answered at once; how far it is and how it ended stands in what `look` answers and `watch` tells. Methods
 * throw FaultError where it cannot even begin: `model-not-found`, `model-busy`, `model-licence-not-accepted`,
 * `model-file-unsafe`, `no-room-on-disk`, and where the place is away.
 */
export interface ModelPlace {
  readonly where: 'browser' | 'accelerator';
  /** Kinds of origin that `add` takes. */
  readonly takes: readonly ModelOrigin['kind'][];
  catalogue(): Promise<readonly CatalogueModel[]>;
  look(): Promise<ModelsThere>;
  /** Calls `told` after every change, at most some times a second. Answers how to stop it. */
  watch(told: () => void): () => void;
  /** Begins, or goes on after a pause or a fault. What is here is not fetched again. */
  fetch(id: ModelId, ask: FetchAsk): Promise<void>;
  /** Asks the hub what a newer version of a model would change; undefined where there is none. */
  lookForUpdate(id: ModelId): Promise<ModelUpdate | undefined>;
  /** Begins to fetch a newer version, or goes on with it. The one that is there can be used until all of the newer is. */
  update(id: ModelId, ask: Pick<FetchAsk, 'accepts'>): Promise<void>;
  pause(id: ModelId): Promise<void>;
  /** Reads every file again and deletes what is not as it should be. */
  verify(id: ModelId): Promise<void>;
  /** Stops what is being done with it, and deletes it. */
  remove(id: ModelId): Promise<void>;
  /** `onCopied` hears of files only. Throws FaultError `cancelled` where it does not want to go on; nothing is kept then. */
  add(origin: ModelOrigin, ask: FetchAsk, onCopied?: Copied): Promise<ModelId>;
}
