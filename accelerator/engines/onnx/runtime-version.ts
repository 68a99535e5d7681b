import { createRequire } from 'node:module';

/** The version of ONNX Runtime, from its package: it is loaded in child processes only. */
export const RUNTIME_VERSION = (createRequire(import.meta.url)('onnxruntime-node/package.json') as { version: string }).version;
