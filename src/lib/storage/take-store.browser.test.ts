import { describe, expect, it, vi } from 'vitest';
import type { Take } from '#core/schema/take.ts';
import { someTake } from '../../../tests/contract/samples.ts';
import { openDatabase } from './database.ts';
import { openDiskStorage } from './open-storage.ts';

describe('many takes', () => {
  it.each([249, 250, 500, 501])('gives each of %i once, newest first', async (count) => {
    const { storage, takes } = await filled(count);
    expect(await storage.takes.all()).toEqual(takes.toReversed());
    storage.close();
  });

  it.each([249, 250, 500, 501])('looks at each of %i once for what is over, a portion at a time', async (count) => {
    const { storage, takes } = await filled(count);
    const isOver = ({ createdAt }: Take) => createdAt % 3 === 0;
    const reading = vi.spyOn(IDBObjectStore.prototype, 'getAll');
    const gone = await storage.takes.deleteWhere(isOver);
    const portions = reading.mock.calls.map(([, most]) => most ?? Infinity);
    reading.mockRestore();
    const over = takes.filter(isOver);
    expect(new Set(gone.map(({ id }) => id))).toEqual(new Set(over.map(({ id }) => id)));
    expect(gone).toHaveLength(over.length);
    expect(await storage.takes.all()).toEqual(takes.filter((take) => !over.includes(take)).toReversed());
    expect(Math.max(...portions)).toBeLessThanOrEqual(250);
    storage.close();
  });
});

async function filled(count: number) {
  const name = `takes-${crypto.randomUUID()}`;
  const storage = await openDiskStorage(name);
  const takes = Array.from({ length: count }, (_, i) => someTake({ createdAt: 1000 + i }));
  const db = await openDatabase(name);
  const transaction = db.transaction('takes', 'readwrite');
  for (const take of takes) void transaction.store.put(take);
  await transaction.done;
  db.close();
  return { storage, takes };
}
