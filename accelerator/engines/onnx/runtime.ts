/** The one file of the accelerator that imports ONNX Runtime. */
import { env, InferenceSession, Tensor } from 'onnxruntime-node';
import type { InferenceRuntime, Session, TensorValue } from '#core/pipelines/runtime.ts';
import { FaultError } from '#core/schema/fault.ts';
import type { Provider, ProviderState } from './provider.ts';

export interface OnnxRuntimeOptions {
  /** Threads within one operator; ONNX Runtime's own choice (one a core) when absent. */
  readonly threads?: number;
}

// Warnings about node placement are for the authors of graphs; failures reach us as exceptions.
env.logLevel = 'error';

/**
 * ONNX Runtime on one execution provider. A provider that this machine lacks is told by
 * `createSession` as FaultError `provider-unavailable`; ask `tryProvider` to know before.
 */
export function createOnnxRuntime(provider: Provider, options: OnnxRuntimeOptions = {}): InferenceRuntime {
  const sessionOptions: InferenceSession.SessionOptions = {
    executionProviders: [provider],
    logSeverityLevel: 3,
    ...(options.threads === undefined ? {} : { intraOpNumThreads: options.threads }),
  };
  return {
    provider,
    createSession: (bytes, outside = []) =>
      create(provider, () =>
        InferenceSession.create(bytes, { ...sessionOptions, ...(outside.length > 0 && { externalData: [...outside] }) }),
      ),
    openSession: (place) => create(provider, () => InferenceSession.create(place, sessionOptions)),
  };
}

async function create(provider: Provider, open: () => Promise<InferenceSession>): Promise<Session> {
  try {
    return wrap(await open());
  } catch (cause) {
    if (isOutOfMemory(cause)) throw new FaultError('out-of-memory', { provider }, { cause });
    const state = provider === 'cpu' ? { works: true } : await tryProvider(provider);
    if (!state.works) throw new FaultError('provider-unavailable', { provider }, { cause });
    throw new FaultError('model-graph-invalid', { detail: firstLine(cause) }, { cause });
  }
}

function wrap(session: InferenceSession): Session {
  return {
    inputNames: session.inputNames,
    outputNames: session.outputNames,
    inputs: session.inputMetadata.map((input) => (input.isTensor ? { name: input.name, type: input.type, dims: input.shape } : { name: input.name, type: 'other', dims: [] })),
    async run(feeds, wanted = session.outputNames) {
      const inputs: Record<string, Tensor> = {};
      for (const [name, value] of Object.entries(feeds)) inputs[name] = toTensor(value);
      try {
        const outputs = await session.run(inputs, wanted);
        return Object.fromEntries(Object.entries(outputs).map(([name, tensor]) => [name, fromTensor(name, tensor)]));
      } catch (cause) {
        if (isOutOfMemory(cause)) throw new FaultError('out-of-memory', {}, { cause });
        if (isDeviceLost(cause)) throw new FaultError('device-lost', {}, { cause });
        throw cause;
      } finally {
        for (const input of Object.values(inputs)) input.dispose();
      }
    },
    release: () => session.release(),
  };
}

const toTensor = ({ type, data, dims }: TensorValue): Tensor => new Tensor(type as 'float32', data as Float32Array, dims);

function fromTensor(name: string, tensor: Tensor): TensorValue {
  const { data, dims } = tensor;
  if (data instanceof Float32Array) return { type: 'float32', dims, data };
  if (data instanceof BigInt64Array) return { type: 'int64', dims, data };
  if (tensor.type === 'float16' && data instanceof Uint16Array) return { type: 'float16', dims, data };
  throw new FaultError('model-graph-invalid', { detail: `the output ${name} is ${tensor.type}` });
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
const firstLine = (error: unknown): string => (messageOf(error).split('\n')[0] ?? '').slice(0, 300);
const isOutOfMemory = (error: unknown): boolean =>
  /bad_alloc|out of memory|failed to allocate memory|E_OUTOFMEMORY/i.test(messageOf(error));
const isDeviceLost = (error: unknown): boolean =>
  /device (was |is )?(lost|removed|hung)|DXGI_ERROR_DEVICE|CUDA failure|CUBLAS failure/i.test(messageOf(error));

/**
 * The product of two square matrices of any size: 113 bytes of ONNX, opset 17, inputs `a` and `b`,
 * output `c`, all float32 [n, n].
 */
const PRODUCT_GRAPH = Buffer.from(
  'CAgSBmtpbm9yYTpfChEKAWEKAWISAWMiBk1hdE11bBIFcHJvYmVaFQoBYRIQCg4IARIKCgMSAW4KAxIBbloVCgFiEhAKDggBEgoKAxIBbgoDEgFuYhUKAWMSEAoOCAESCgoDEgFuCgMSAW5CBAoAEBE=',
  'base64',
);

/**
 * Whether a provider really works here: a session is made and a product of known outcome computed.
 * `milliseconds` is the best of three products of 768×768 matrices, to tell a graphics card from a
 * program that imitates one. A broken driver may end the process: see best-provider.
 */
export async function tryProvider(provider: Provider): Promise<ProviderState> {
  try {
    const session = await InferenceSession.create(PRODUCT_GRAPH, { executionProviders: [provider], logSeverityLevel: 4 });
    try {
      const side = 768;
      const ones = new Tensor('float32', new Float32Array(side * side).fill(1), [side, side]);
      let milliseconds = Infinity;
      for (let turn = 0; turn < 4; turn += 1) {
        const start = performance.now();
        const { c } = await session.run({ a: ones, b: ones });
        // The first turn also compiles shaders; it proves that the answer is right.
        if (turn > 0) milliseconds = Math.min(milliseconds, performance.now() - start);
        else if (c?.data[0] !== side) return { works: false, why: 'it computes wrongly' };
      }
      return { works: true, milliseconds };
    } finally {
      await session.release();
    }
  } catch (error) {
    return { works: false, why: firstLine(error) };
  }
}
