import { expect, it } from 'vitest';
import type { Machine } from '../choose.ts';
import { planFor } from './plan-model.ts';

const machine: Machine = { webgpu: 'real', isolated: true, cores: 4 };

it('leaves half numbers to cards that know them', () => {
  const half = ['onnx/model_q4f16.onnx'];
  expect(planFor(half, ['model'], 'auto', machine, true).provider).toBe('webgpu');
  expect(planFor(half, ['model'], 'auto', machine, false)).toMatchObject({ provider: 'wasm', threads: 4 });
  expect(planFor(['onnx/model_q4.onnx'], ['model'], 'auto', machine, false).provider).toBe('webgpu');
  expect(planFor(['onnx/text_model.onnx', 'onnx/vision_model_fp16.onnx'], ['text_model', 'vision_model'], 'auto', machine, false).provider).toBe('wasm');
  expect(planFor(half, ['model'], 'wasm-single', machine, true)).toMatchObject({ provider: 'wasm', threads: 1 });
});
