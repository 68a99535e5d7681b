import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { explain } from '#core/domain/words/explain.ts';
import type { MachineRoom } from '#core/domain/memory/memory-plan-types.ts';
import { LearntMemory } from '../learnt-memory.ts';
import { MODELS, type Role, type SdModel } from './catalogue.ts';
import { type ChosenFiles, waysToLoad } from './choose-files.ts';
import { Bench, quiet, request } from './engine.test-support.ts';
import type { ModelFile } from './model-file.ts';
import { SdMemory } from './sd-memory.ts';

const T2V = MODELS[0] as SdModel;
const GB = 1e9;
const file = (role: Role, precision: ModelFile['precision'], bytes: number): ModelFile => ({ path: `/m/${role}-${precision}`, bytes, role, precision, loadsCoarser: true });
const ways = waysToLoad(T2V, [file('t2v-high', 'bf16', 28 * GB), file('t2v-low', 'bf16', 28 * GB), file('vae-2.1', 'own', GB / 4), file('text', 'q8', 6 * GB)]) as [ChosenFiles, ...ChosenFiles[]];
const asked = { request: request({ steps: 20 }), shape: { width: 832, height: 480, frames: 81 }, tiling: false };

let free: number;
const room = (): MachineRoom => ({ card: { name: 'a card', total: 48 * GB, free }, memory: { total: 128 * GB, free: 128 * GB } });
beforeEach(() => void (free = 44 * GB));

/** One run that takes so many bytes of the card at its peak. */
async function run(memory: SdMemory, peak: number, end: (watched: ReturnType<SdMemory['watch']>) => void = (watched) => watched.made(60)) {
  const choice = memory.choose(T2V, ways, asked);
  const watched = memory.watch(choice);
  free = 44 * GB - peak;
  await sleep(20);
  free = 44 * GB;
  await sleep(10);
  end(watched);
  watched.stop();
  return choice;
}

it('plans with the peak that was measured, not with the one that was predicted', async () => {
  const memory = new SdMemory(room, new LearntMemory(), 2);
  const first = await run(memory, 43 * GB);
  const need = first.planned!.plan.need.vram;
  expect(need).toBeLessThan(40 * GB);
  const second = memory.choose(T2V, ways, asked);
  // What it was seen to take does not fit with room to spare: it is loaded in another way.
  expect(second.planned!.plan.preset.id).not.toBe(first.planned!.plan.preset.id);
  expect(second.flags).not.toEqual(first.flags);
});

it('plans with less than there was when the memory ran out, and knows the time from the first clip on', async () => {
  const memory = new SdMemory(room, new LearntMemory(), 2);
  const first = await run(memory, 0, (watched) => watched.ranOut());
  expect(memory.choose(T2V, ways, asked).planned!.plan.preset.id).not.toBe(first.planned!.plan.preset.id);
  const other = new SdMemory(room, new LearntMemory(), 2);
  expect((await run(other, 30 * GB)).planned!.plan.need.seconds).toBeUndefined();
  expect(other.choose(T2V, ways, asked).planned!.plan.need.seconds).toBeCloseTo(60);
});

it('takes no peak for its own where another run goes on beside it', async () => {
  const memory = new SdMemory(room, new LearntMemory(), 2);
  const beside = memory.watch(memory.choose(T2V, ways, asked));
  const first = await run(memory, 43 * GB);
  beside.stop();
  expect(memory.choose(T2V, ways, asked).planned!.plan.preset).toEqual(first.planned!.plan.preset);
});

it('learns nothing where nothing can be read, and works all the same', () => {
  const blind = new SdMemory(() => undefined, new LearntMemory());
  const choice = blind.choose(T2V, ways, asked);
  const watched = blind.watch(choice);
  watched.made(1);
  watched.ranOut();
  watched.stop();
  expect(blind.choose(T2V, ways, asked)).toEqual(choice);
});

let bench: Bench | undefined;
afterEach(() => bench?.close());

it('says with the shortage what was too much from the start, and what would fit', async () => {
  bench = new Bench();
  free = 15.1 * GB;
  const made = await bench.open({ fault: 'oom-cuda' }, { room }).run(request({ steps: 4, width: 1280, height: 720, frames: 81 }), quiet);
  if (made.ok) throw new Error('It was made.');
  expect(explain(made.fault).happened).toMatch(/^The machine ran out of memory during the work\. Needs \d+\.\d GB of the card \(15\.1 GB are free\).* \d+ × \d+ would fit\.$/);
});

it('has the next sd-cli started otherwise once the memory ran out on one', async () => {
  bench = new Bench();
  const engine = bench.open({ fault: 'oom-cuda' }, { room });
  for (const _ of [1, 2]) {
    const made = await engine.run(request({ steps: 4, width: 832, height: 480, frames: 81 }), quiet);
    expect(made).toMatchObject({ ok: false, fault: { reason: 'out-of-memory' } });
  }
  const [first, second] = bench.calls().map(({ args }) => args.filter((word) => word.startsWith('--')).join(' '));
  expect(second).not.toBe(first);
});
