import { describe, expect, it } from 'vitest';
import { planGeneration } from '#core/pipelines/generation-plan.ts';
import { asked } from '../meet.test-support.ts';
import { LearntMemory } from '../../learnt-memory.ts';
import { roomOfServer, WanMemory } from './wan-memory.ts';
import { WAN_MODELS, type WanModel } from './wan-models.ts';

const [T2V] = WAN_MODELS as [WanModel];
const BOTH = { high: ['high_fp8_scaled', 'high_fp16'], low: ['low_fp8_scaled', 'low_fp16'], text: ['text'], vae: ['vae'] };
const plan = planGeneration(asked({ width: 1280, height: 720, frames: 81 }), T2V.offer);
const room = (free: number) => ({ card: { name: 'a card', total: free, free }, memory: { total: 200e9, free: 200e9 } });

describe('the choice by memory', () => {
  it('takes the finer files where there is room, and decodes in tiles where there is little', () => {
    const memory = new WanMemory(new LearntMemory(), 'gpu.home:8188');
    const large = memory.choose(T2V, plan, BOTH, room(140e9), false);
    expect([large.files.high, large.files.low, large.tile]).toEqual(['high_fp16', 'low_fp16', undefined]);
    const small = memory.choose(T2V, plan, BOTH, room(9e9), false);
    expect(small.tile).toBe(512);
    expect(small.why).toMatch(/^Wan 2\.2 T2V-A14B: .*\.$/);
  });

  it('takes the smallest tiles after the memory ran out, also where nothing is known of it', () => {
    const memory = new WanMemory(new LearntMemory(), 'gpu.home:8188');
    expect(memory.choose(T2V, plan, BOTH, room(140e9), true).tile).toBe(256);
    expect(memory.choose(T2V, plan, BOTH, undefined, true)).toMatchObject({ tile: 256, files: { high: 'high_fp8_scaled' } });
  });

  it('never puts experts of two precisions together', () => {
    const memory = new WanMemory(new LearntMemory(), 'gpu.home:8188');
    const { files } = memory.choose(T2V, plan, { ...BOTH, low: ['low_fp8_scaled'] }, room(140e9), false);
    expect([files.high, files.low]).toEqual(['high_fp8_scaled', 'low_fp8_scaled']);
  });

  it('takes less when the memory ran out on what it had chosen', () => {
    const memory = new WanMemory(new LearntMemory(), 'gpu.home:8188');
    const before = memory.choose(T2V, plan, BOTH, room(60e9), false);
    before.tell('out-of-memory');
    const after = memory.choose(T2V, plan, BOTH, room(60e9), false);
    expect([after.files, after.tile]).not.toEqual([before.files, before.tile]);
  });

  it('comes to believe that less is enough where less was, and not that what was free was needed', () => {
    const learnt = new LearntMemory();
    const choose = (free: number) => new WanMemory(learnt, 'gpu.home:8188').choose(T2V, plan, BOTH, room(free), false);
    const corrections = () => Object.values(learnt.at('ComfyUI at gpu.home:8188 on a card'));
    choose(140e9).tell({ seconds: 60, lowestFree: 1e9 });
    expect(corrections()).toMatchObject([{ memory: 1, samples: 1 }]);
    choose(140e9).tell({ seconds: 60, lowestFree: 130e9 });
    expect(corrections()).toMatchObject([{ memory: 0.875, samples: 2 }]);
    choose(140e9).tell({ seconds: 60 });
    expect(corrections()).toMatchObject([{ memory: 0.875, samples: 3 }]);
    // Another card of the same server has taught nothing yet.
    expect(learnt.at('ComfyUI at gpu.home:8188 on another card')).toEqual({});
  });

  it('counts what the server holds for itself as free', () => {
    const device = { name: 'a card', type: 'cuda', vram_total: 16e9, vram_free: 2e9, torch_vram_total: 12e9, torch_vram_free: 1e9 };
    expect(roomOfServer({ system: { comfyui_version: '1', ram_total: 64e9, ram_free: 30e9 }, devices: [device] })).toEqual({
      card: { name: 'a card', total: 16e9, free: 13e9 },
      memory: { total: 64e9, free: 30e9 },
    });
    expect(roomOfServer({ system: { comfyui_version: '1' }, devices: [] })).toBeUndefined();
  });
});
