import type { InferenceSession, Tensor } from 'onnxruntime-web/wasm';
import type { FileAtHand, GraphInput, InferenceRuntime, Session, TensorValue } from '#core/pipelines/runtime.ts';
import { FaultError } from '#core/schema/fault.ts';
import { bytesAtHand, type OutsideWeights, outsideWeights, readFailure, splitGraph } from './weights-at-hand.ts';

/** A name that no file beside a graph has: a slash leads into a folder. */
const GRAPH_FILE = 'the/graph/itself';

type OnnxRuntime = typeof import('onnxruntime-web/wasm');

/** Addresses of ONNX Runtime's own files for one provider: the library, its loader, its WebAssembly. */
export interface RuntimeFiles {
  readonly ort: string;
  readonly mjs: string;
  readonly wasm: string;
}

/** Where ONNX Runtime runs and where its own files lie. */
export interface RuntimeOptions {
  readonly provider: 'webgpu' | 'wasm';
  /** Threads of the WASM runtime. */
  readonly threads: number;
  /** The files that belong to the provider. */
  readonly files: RuntimeFiles;
}

/** The part of a GPUDevice that is watched here. */
interface WatchedDevice {
  readonly lost: Promise<unknown>;
}

export interface WebRuntime extends InferenceRuntime {
  /** The version of ONNX Runtime. */
  readonly version: string;
}

/**
 * ONNX Runtime in this worker; the one file of the browser that imports it. Each provider has its own
 * build, imported only when it is wanted. Throws FaultError `provider-unavailable` when it cannot be loaded.
 */
export async function loadOnnxRuntime(options: RuntimeOptions): Promise<WebRuntime> {
  const { provider } = options;
  const ort = await importRuntime(options);
  const lost = new DeviceWatch();
  const create = async (file: FileAtHand, outside: readonly OutsideWeights[]): Promise<Session> => {
    const { graph, weights } = splitGraph(file, GRAPH_FILE);
    const externalData = [...outside, ...weights];
    let session: InferenceSession;
    try {
      session = await ort.InferenceSession.create(graph, { executionProviders: [provider], graphOptimizationLevel: 'all', externalData });
    } catch (error) {
      throw readFailure(externalData) ?? creationFault(error, provider);
    }
    if (provider === 'webgpu') await lost.watch(ort.env.webgpu.device as Promise<WatchedDevice>);
    return new OnnxWebSession(ort, session, lost);
  };
  return {
    provider,
    version: ort.env.versions.web ?? ort.env.versions.common,
    createSession: (bytes, outside = []) => create(bytesAtHand(bytes), outside),
    readSession: (graph, outside) => create(graph, [...outside].map(([path, file]) => outsideWeights(path, file))),
  };
}

/**
 * Lays ONNX Runtime out where libraries look for one before they bring their own: then the whole studio has one, of
 * files that are kept for offline use. Has to be called before such a library is imported. `weights`: what every graph
 * that the library opens may take weights from, as it is when one is opened.
 */
export async function shareOnnxRuntime(options: RuntimeOptions, weights: readonly OutsideWeights[]): Promise<void> {
  const ort = await importRuntime(options);
  const InferenceSession = {
    create: (graph: Uint8Array, how: InferenceSession.SessionOptions) =>
      ort.InferenceSession.create(graph, { ...how, externalData: [...weights] }).catch((error: unknown) => {
        throw readFailure(weights) ?? error;
      }),
  };
  Object.assign(globalThis, { [Symbol.for('onnxruntime')]: { ...ort, InferenceSession } });
}

async function importRuntime({ provider, threads, files }: RuntimeOptions): Promise<OnnxRuntime> {
  const ort = (await import(/* @vite-ignore */ files.ort).catch((cause: unknown) => {
    throw new FaultError('provider-unavailable', { provider }, { cause });
  })) as OnnxRuntime;
  ort.env.logLevel = 'error';
  ort.env.wasm.numThreads = threads;
  ort.env.wasm.wasmPaths = { mjs: files.mjs, wasm: files.wasm };
  return ort;
}

/** Remembers whether the graphics device is gone. */
class DeviceWatch {
  #device: WatchedDevice | undefined;
  /** Rejects with FaultError `device-lost` when the device goes; pending as long as it is there. */
  gone: Promise<never> = new Promise(() => {});

  async watch(found: Promise<WatchedDevice>): Promise<void> {
    const device = await found;
    if (device === this.#device) return;
    this.#device = device;
    this.gone = device.lost.then((): never => {
      throw new FaultError('device-lost');
    });
    // Whoever runs a graph hears of it; nobody else has to.
    this.gone.catch(() => {});
  }
}

class OnnxWebSession implements Session {
  readonly #ort: OnnxRuntime;
  readonly #session: InferenceSession;
  readonly #device: DeviceWatch;

  constructor(ort: OnnxRuntime, session: InferenceSession, device: DeviceWatch) {
    this.#ort = ort;
    this.#session = session;
    this.#device = device;
  }

  get inputNames(): readonly string[] {
    return this.#session.inputNames;
  }

  get outputNames(): readonly string[] {
    return this.#session.outputNames;
  }

  get inputs(): readonly GraphInput[] {
    return this.#session.inputMetadata.map((input) =>
      input.isTensor ? { name: input.name, type: input.type, dims: input.shape } : { name: input.name, type: 'other', dims: [] },
    );
  }

  async run(
    feeds: Readonly<Record<string, TensorValue>>,
    wanted: readonly string[] = this.#session.outputNames,
  ): Promise<Record<string, TensorValue>> {
    const inputs: Record<string, Tensor> = {};
    for (const [name, { type, data, dims }] of Object.entries(feeds)) {
      inputs[name] = new this.#ort.Tensor(type as 'float32', data as Float32Array, dims);
    }
    try {
      const outputs = await Promise.race([this.#session.run(inputs, wanted), this.#device.gone]);
      return Object.fromEntries(Object.entries(outputs).map(([name, tensor]) => [name, takeOut(tensor)]));
    } catch (error) {
      throw runFault(error);
    } finally {
      for (const tensor of Object.values(inputs)) tensor.dispose();
    }
  }

  release(): Promise<void> {
    return this.#session.release();
  }
}

/** A tensor's values; the tensor is let go. Outputs lie in main memory, where ONNX Runtime puts them by default. */
function takeOut(tensor: Tensor): TensorValue {
  const { type, dims, data } = tensor;
  tensor.dispose();
  if (type === 'float32') return { type, dims, data: data as Float32Array };
  if (type === 'int64') return { type, dims, data: data as BigInt64Array };
  // Browsers that know numbers of 16 bits give them as such; their bits are wanted here.
  if (type === 'float16') return { type, dims, data: new Uint16Array((data as Uint16Array).buffer, (data as Uint16Array).byteOffset, (data as Uint16Array).length) };
  throw new FaultError('model-graph-invalid', { detail: `an output is ${type}` });
}

/** The words by which the runtimes say that memory has run out; they have no code for it. */
const OUT_OF_MEMORY = /out of memory|bad_alloc|failed to allocate|allocation failed|memory access out of bounds|OOM/i;
const DEVICE_LOST = /device (is |was )?lost|external Instance reference no longer exists/i;

function creationFault(error: unknown, provider: string): FaultError {
  const detail = String(error instanceof Error ? error.message : error).slice(0, 300);
  if (OUT_OF_MEMORY.test(detail)) return new FaultError('out-of-memory', {}, { cause: error });
  if (/no available backend|failed to (get|fetch|load)|importing a module|WebGPU is not/i.test(detail)) {
    return new FaultError('provider-unavailable', { provider, detail }, { cause: error });
  }
  return new FaultError('model-graph-invalid', { detail }, { cause: error });
}

function runFault(error: unknown): unknown {
  if (error instanceof FaultError) return error;
  const detail = String(error instanceof Error ? error.message : error);
  if (DEVICE_LOST.test(detail)) return new FaultError('device-lost', {}, { cause: error });
  if (OUT_OF_MEMORY.test(detail)) return new FaultError('out-of-memory', {}, { cause: error });
  return error;
}
