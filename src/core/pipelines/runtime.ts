/**
 * The inference runtime as the pipelines see it. Each host has exactly one file that imports ONNX
 * Runtime and hands an implementation in; nothing here knows where it runs.
 */

/**
 * A dense tensor in row-major order. `data` of a result belongs to whoever receives it; `data` that is fed
 * is only read, during `run`: the pipelines use the same buffers again for the next step.
 */
export type TensorValue =
  | { readonly type: 'float32'; readonly dims: readonly number[]; readonly data: Float32Array }
  | { readonly type: 'int64'; readonly dims: readonly number[]; readonly data: BigInt64Array }
  | { readonly type: 'int32'; readonly dims: readonly number[]; readonly data: Int32Array }
  /** IEEE 754 binary16, as its bits. */
  | { readonly type: 'float16'; readonly dims: readonly number[]; readonly data: Uint16Array };

/** What a graph says of one of its inputs. A dimension that may be of any size goes by a name. */
export interface GraphInput {
  readonly name: string;
  readonly type: string;
  readonly dims: readonly (number | string)[];
}

export interface Session {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  readonly inputs: readonly GraphInput[];
  /**
   * Runs the graph once; `outputs`: those that are wanted, all by default. Throws FaultError `device-lost` or
   * `out-of-memory` where the host can tell.
   */
  run(feeds: Readonly<Record<string, TensorValue>>, outputs?: readonly string[]): Promise<Record<string, TensorValue>>;
  release(): Promise<void>;
}

/** Numbers of a graph that lie in a file beside its own: the path as the graph names it, and the file's bytes. */
export interface OutsideNumbers {
  readonly path: string;
  readonly data: Uint8Array;
}

/** A file whose bytes are there at once when they are asked for, so that nobody has to hold it whole. */
export interface FileAtHand {
  /** Bytes. */
  readonly length: number;
  /** Bytes from `start` on, all within the file; good until the next are read. Throws where the file cannot be read any more. */
  read(start: number, length: number): Uint8Array;
  /** Lets go of the file; absent where there is nothing to let go of. */
  close?(): void;
}

export interface InferenceRuntime {
  /** The execution provider that sessions really use: `cpu`, `wasm`, `webgpu`, `cuda` … */
  readonly provider: string;
  /** Creates a session from a whole ONNX file. Throws FaultError `model-graph-invalid` for bytes that are not a usable graph. */
  createSession(bytes: Uint8Array, outside?: readonly OutsideNumbers[]): Promise<Session>;
  /** The same from a file where the runtime can read it itself, with those beside it; absent where it cannot. */
  openSession?(place: string): Promise<Session>;
  /** The same from files at hand, of which it never holds more than one weight; `outside`: by the path as the graph names it. Absent where it cannot. */
  readSession?(graph: FileAtHand, outside: ReadonlyMap<string, FileAtHand>): Promise<Session>;
}

/** Read access to one model's folder. */
export interface ModelFiles {
  /** The whole file, or throws FaultError `model-file-missing`. `path` is relative to the model's folder. */
  read(path: string): Promise<Uint8Array>;
}

/** A model's folder that can be looked into, as one without a manifest has to be. */
export interface FolderFiles extends ModelFiles {
  /** What the folder is called: the id of a model that has no other. */
  readonly name: string;
  /** The length of a file in bytes; undefined where there is none. */
  size(path: string): Promise<number | undefined>;
  /** Bytes from `start` on; fewer at the end of the file. Throws FaultError `model-file-missing`. */
  part(path: string, start: number, length: number): Promise<Uint8Array>;
  /** Where the runtime can read a file itself; absent where it cannot. */
  locate?(path: string): string;
  /** A file to be read at once as it is wanted; whoever asks closes it. Throws FaultError `model-file-missing`. Absent where that cannot be done. */
  readonly atHand?: ((path: string) => Promise<FileAtHand>) | undefined;
  /** What whoever keeps the folder knows of it (`revision`: the commit that its files are of); undefined where nobody does. Throws FaultError `model-licence-not-accepted`. */
  known?(): Promise<{ readonly name: string; readonly licence: string; readonly revision?: string | undefined } | undefined>;
}

/** SHA-256 of the bytes in lower-case hexadecimal (WebCrypto in the browser, node:crypto in Node). */
export type Digest = (bytes: Uint8Array) => Promise<string>;
