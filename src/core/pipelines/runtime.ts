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
  | { readonly type: 'int64'; readonly dims: readonly number[]; readonly data: BigInt64Array };

export interface Session {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  /** Runs the graph once. Throws FaultError `device-lost` or `out-of-memory` where the host can tell. */
  run(feeds: Readonly<Record<string, TensorValue>>): Promise<Record<string, TensorValue>>;
  release(): Promise<void>;
}

export interface InferenceRuntime {
  /** The execution provider that sessions really use: `cpu`, `wasm`, `webgpu`, `cuda` … */
  readonly provider: string;
  /** Creates a session from a whole ONNX file. Throws FaultError `model-graph-invalid` for bytes that are not a usable graph. */
  createSession(bytes: Uint8Array): Promise<Session>;
}

/** Read access to one model's folder. */
export interface ModelFiles {
  /** The whole file, or throws FaultError `model-file-missing`. `path` is relative to the model's folder. */
  read(path: string): Promise<Uint8Array>;
}

/** SHA-256 of the bytes in lower-case hexadecimal (WebCrypto in the browser, node:crypto in Node). */
export type Digest = (bytes: Uint8Array) => Promise<string>;
