import { afterEach, beforeEach, expect, it } from 'vitest';
import { Sha256 } from '#core/schema/ids.ts';
import type { KeptLora } from '#core/schema/kept-lora.ts';
import { LoraShelf } from './lora-shelf.ts';
import { openDiskStorage } from './open-storage.ts';

let name: string;
let shelf: LoraShelf;
beforeEach(() => {
  name = `loras-${crypto.randomUUID()}`;
  shelf = new LoraShelf(name);
});
afterEach(async () => (await navigator.storage.getDirectory()).removeEntry(name, { recursive: true }).catch(() => undefined));

const hash = (digit: string) => Sha256.parse(digit.repeat(64));
const lora = (digit: string, more: Partial<KeptLora> = {}): KeptLora => ({
  schema: 1,
  file: { asset: hash(digit), name: `file ${digit}`, bytes: 10 },
  ...{ name: `LoRA ${digit}`, triggerWords: '', baseModel: '', licence: '', notes: '', weight: 1 },
  facts: { family: 'unknown', layers: 1 },
  addedAt: 5,
  ...more,
});

it('keeps LoRAs, changes them in their place, and forgets them', async () => {
  expect(await shelf.all()).toEqual([]);
  await shelf.remove(hash('a'));
  await shelf.put(lora('a'));
  await shelf.put(lora('b', { low: { asset: hash('c'), name: 'low', bytes: 3 } }));
  await shelf.put(lora('a', { name: 'Ink', deletedAt: 9 }));
  expect((await shelf.all()).map(({ name }) => name).sort()).toEqual(['Ink', 'LoRA b']);
  await shelf.remove(hash('a'));
  expect((await shelf.all()).map(({ name }) => name)).toEqual(['LoRA b']);
});

it('names the bytes of every record, also of one in the bin and of one that cannot be read', async () => {
  await shelf.put(lora('a', { deletedAt: 9, picture: { asset: hash('d'), type: 'image/png' } }));
  await shelf.put(lora('b', { low: { asset: hash('c'), name: 'low', bytes: 3 } }));
  const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle(name);
  const broken = await (await folder.getFileHandle(`${hash('e')}.json`, { create: true })).createWritable();
  await broken.write(`{"file":{"asset":"${hash('e')}"`);
  await broken.close();
  expect((await shelf.all()).length).toBe(2);
  expect(new Set(await shelf.named())).toEqual(new Set(['a', 'b', 'c', 'd', 'e'].map(hash)));
});

it('keeps tidying up from taking the bytes of a LoRA that nothing but the library names', async () => {
  const storage = await openDiskStorage(name);
  const studio = new LoraShelf();
  await studio.put(lora('f'));
  try {
    expect([...((await storage.references()).get(hash('f')) ?? [])]).toEqual(['loras']);
  } finally {
    await studio.remove(hash('f'));
    storage.close();
  }
});

it('is read whole while it is written', async () => {
  await shelf.put(lora('a'));
  let isOver = false;
  const writing = (async () => {
    for (let turn = 0; turn < 60; turn += 1) await shelf.put(lora('a', { notes: 'x'.repeat(turn * 100) }));
    isOver = true;
  })();
  while (!isOver) expect((await shelf.all()).length).toBe(1);
  await writing;
});
