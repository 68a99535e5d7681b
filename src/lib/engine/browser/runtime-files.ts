import webgpuOrt from 'onnxruntime-web/webgpu?url';
import wasmOrt from 'onnxruntime-web/wasm?url';
import webgpuMjs from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url';
import webgpuWasm from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';
import wasmMjs from 'onnxruntime-web/ort-wasm-simd-threaded.mjs?url';
import wasmWasm from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import type { RuntimeFiles } from '#lib/workers/onnx-web-runtime.ts';
import type { ProviderPlan } from '../choose.ts';

/**
 * Addresses of ONNX Runtime's own files, by provider. They stay as they are, outside every bundle: in
 * a bundle its threads would start the bundle again, and each provider can be kept or left out alone.
 */
export const RUNTIME_FILES: Readonly<Record<ProviderPlan['provider'], RuntimeFiles>> = {
  webgpu: { ort: absolute(webgpuOrt), mjs: absolute(webgpuMjs), wasm: absolute(webgpuWasm) },
  wasm: { ort: absolute(wasmOrt), mjs: absolute(wasmMjs), wasm: absolute(wasmWasm) },
};

function absolute(url: string): string {
  return new URL(url, globalThis.location.href).href;
}
