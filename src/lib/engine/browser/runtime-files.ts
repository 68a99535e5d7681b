import webgpuMjs from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url';
import webgpuWasm from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';
import wasmMjs from 'onnxruntime-web/ort-wasm-simd-threaded.mjs?url';
import wasmWasm from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import type { ProviderPlan } from '../choose.ts';

/**
 * Addresses of ONNX Runtime's own files, by provider. Given to the runtime by name, as it would else
 * look for them beside the bundle, and its threads would start the bundle instead.
 */
export const RUNTIME_FILES: Readonly<Record<ProviderPlan['provider'], { mjs: string; wasm: string }>> = {
  webgpu: { mjs: absolute(webgpuMjs), wasm: absolute(webgpuWasm) },
  wasm: { mjs: absolute(wasmMjs), wasm: absolute(wasmWasm) },
};

function absolute(url: string): string {
  return new URL(url, globalThis.location.href).href;
}
