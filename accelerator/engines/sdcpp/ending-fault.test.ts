import { describe, expect, it } from 'vitest';
import { FaultReason } from '#core/schema/fault.ts';
import { endingFault, hopeless } from './ending-fault.ts';
import type { Level } from './output-reader.ts';
import { SaidLines } from './said-lines.ts';

const said = (text: string, level: Level | undefined = 'error') => ({ kind: 'line' as const, level, text });
const exit = { code: 1, signal: null };

describe('why sd-cli ended', () => {
  // What ggml, CUDA, Vulkan, Metal and the C++ library say.
  it.each([
    ['CUDA error: out of memory', 'out-of-memory'],
    ['ggml_backend_cuda_buffer_type_alloc_buffer: allocating 144817.04 MiB on device 0: cudaMalloc failed: out of memory', 'out-of-memory'],
    ['ggml_gallocr_reserve_n: failed to allocate CUDA0 buffer of size 10345253120', 'out-of-memory'],
    ['ggml_vulkan: Device memory allocation of size 118497280 failed.', 'out-of-memory'],
    ['ggml_vulkan: vk::Device::allocateMemory: ErrorOutOfDeviceMemory', 'out-of-memory'],
    ['ggml_vulkan: vk::Device::allocateMemory: ErrorOutOfHostMemory', 'out-of-memory'],
    ['wan_vae alloc compute buffer failed', 'out-of-memory'],
    ['model manager alloc params backend buffer failed, size = 8123.00MB', 'out-of-memory'],
    ["ggml_new_object: not enough space in the context's memory pool (needed 19176000, available 19136512)", 'out-of-memory'],
    ["  what():  std::bad_alloc", 'out-of-memory'],
    ['CUDA error: an illegal memory access was encountered', 'device-lost'],
    ['vk::Queue::submit: ErrorDeviceLost', 'device-lost'],
    ['ggml_cuda_init: failed to initialize CUDA: no CUDA-capable device is detected', 'provider-unavailable'],
    ['ggml_cuda_init: failed to initialize CUDA: CUDA driver version is insufficient for CUDA runtime version', 'provider-unavailable'],
    ['ggml_vulkan: No devices found.', 'provider-unavailable'],
    ['fwrite: No space left on device', 'no-room-on-disk'],
    ['error: unknown argument: --stream-layers', 'engine-refused'],
    ["loading vae from 'C:\\models\\vae.gguf' failed", 'engine-refused'],
    ['unknown format /m/umt5-xxl.gguf', 'engine-refused'],
    ['something else went wrong', 'engine-died'],
  ])('%s', (text, reason) => {
    const { reason: found, facts } = endingFault(exit, [said('an earlier line', 'warn'), said(text), said('generate failed')], 'cuda');
    expect(found).toBe(reason);
    expect(FaultReason.options).toContain(found);
    expect(JSON.stringify(facts)).not.toMatch(/[\\/]m[\\/]|C:/);
  });

  it('says what it said last where nothing else is known', () => {
    expect(endingFault(exit, [said('first'), said('generate failed'), said('a warning', 'warn')], 'cuda').facts.detail).toBe('It ended with the code 1. generate failed.');
    expect(endingFault({ code: null, signal: 'SIGABRT' }, [said('GGML_ASSERT(obj_new) failed', undefined)], 'cuda').facts.detail).toBe(
      'It crashed (SIGABRT). GGML_ASSERT(obj_new) failed.',
    );
    expect(endingFault(exit, [], 'cuda').facts.detail).toBe('It ended with the code 1.');
  });

  it('keeps control characters and long lines from a person', () => {
    const detail = String(endingFault(exit, [said(`a\u0007b\u202e${'x'.repeat(5000)}`)], 'cuda').facts.detail);
    expect(detail).not.toContain('\u0007');
    expect(detail.length).toBeLessThan(300);
  });

  it('gives up at once only where it is warned of', () => {
    expect(hopeless(said('file /m/nope.gguf not found', 'warn'))).toEqual({ reason: 'model-file-missing', facts: { file: 'nope.gguf' } });
    expect(hopeless(said('can not found lora loras/x', 'warn'))?.reason).toBe('lora-unreadable');
    expect(hopeless(said('file nope not found', 'info'))).toBeUndefined();
    expect(hopeless(said('align video frames from 80 to 77', 'warn'))).toBeUndefined();
  });

  it('keeps the first lines and the last of many, and no news', () => {
    const lines = new SaidLines();
    lines.hear(said('loading', 'info'));
    for (let i = 0; i < 1000; i += 1) lines.hear(said(`line ${i}`, undefined));
    const kept = lines.all().map(({ text }) => text);
    expect([kept.length, kept[0], kept.at(-1)]).toEqual([180, 'line 0', 'line 999']);
  });
});
