import type { ModelId } from '../../schema/catalogue.ts';
import type { KeptModel } from '../../schema/kept-model.ts';

/** Bytes `start` to `end`, both included. */
export interface ByteSpan {
  readonly start: number;
  readonly end: number;
}

/** A file that is being written, open at its end. */
export interface PartWriter {
  /** Throws FaultError `no-room-on-disk`; what was written before stays. */
  write(bytes: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

/**
 * Where models lie: a folder of the accelerator, or the browser's own files. A file grows under another name and gets
 * its own when it was verified, so that a name never stands for half of something. tests/contract/model-shelf-suite
 * holds every shelf to it. A path that leaves the model's folder is refused with FaultError `model-file-unsafe`.
 */
export interface ModelShelf {
  list(): Promise<readonly KeptModel[]>;
  /** The model of this name; undefined where there is none, or where what is written of it cannot be read. */
  get(id: ModelId): Promise<KeptModel | undefined>;
  /** Writes down what is known of a model, all of it or nothing. */
  put(model: KeptModel): Promise<void>;
  /** Bytes of a file that is being written; 0 where there is none. */
  partBytes(id: ModelId, path: string): Promise<number>;
  append(id: ModelId, path: string): Promise<PartWriter>;
  readPart(id: ModelId, path: string, span?: ByteSpan): AsyncIterable<Uint8Array>;
  dropPart(id: ModelId, path: string): Promise<void>;
  /** Gives a file that was verified its own name, for good. */
  commit(id: ModelId, path: string): Promise<void>;
  /** Where a newer version of a model lies until all of it is there. What lies there is in no list of this shelf. */
  readonly next: ModelShelf;
  /** Puts a file of `next` in the place of the one here, for good. */
  replace(id: ModelId, path: string): Promise<void>;
  /** Bytes of a file that has its own name; undefined where there is none. */
  bytesOf(id: ModelId, path: string): Promise<number | undefined>;
  read(id: ModelId, path: string, span?: ByteSpan): AsyncIterable<Uint8Array>;
  drop(id: ModelId, path: string): Promise<void>;
  /** Forgets a model and deletes its files. */
  remove(id: ModelId): Promise<void>;
  /** Bytes that are free; undefined where nobody knows. */
  room(): Promise<number | undefined>;
  /** Keeps everybody else from this model until what it answers is called; undefined where somebody has it. */
  hold(id: ModelId): Promise<(() => Promise<void>) | undefined>;
}
