import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { FaultError } from '#core/schema/fault.ts';
import { LowestFree } from './lowest-free.ts';

const card = (free: number) => ({ system: { comfyui_version: '1' }, devices: [{ name: 'a card', type: 'cuda', vram_total: 16e9, vram_free: free }] });

it('the least that was free counts only while the server works on ours, and a look in vain is none', async () => {
  let isOurs = false;
  let free: number | undefined = 1e9;
  const lowest = new LowestFree({
    look: async () => {
      if (free === undefined) throw new FaultError('engine-away');
      return card(free);
    },
    isOurs: () => isOurs,
    everyMs: 2,
  });
  await sleep(40);
  expect(lowest.bytes).toBeUndefined();
  [isOurs, free] = [true, 9e9];
  await expect.poll(() => lowest.bytes).toBe(9e9);
  free = undefined;
  await sleep(20);
  free = 5e9;
  await expect.poll(() => lowest.bytes).toBe(5e9);
  free = 12e9;
  await sleep(20);
  lowest.stop();
  free = 1e9;
  await sleep(20);
  expect(lowest.bytes).toBe(5e9);
});

it('a server that works on its processor has no card to look at', async () => {
  const lowest = new LowestFree({ look: async () => ({ system: { comfyui_version: '1', ram_total: 8e9, ram_free: 1e9 }, devices: [{ type: 'cpu', vram_free: 1 }] }), isOurs: () => true, everyMs: 2 });
  await sleep(40);
  lowest.stop();
  expect(lowest.bytes).toBeUndefined();
});
