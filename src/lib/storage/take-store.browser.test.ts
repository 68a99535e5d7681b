import { describe, expect, it } from 'vitest';
import { someTake } from '../../../tests/contract/samples.ts';
import { openDatabase } from './database.ts';
import { openDiskStorage } from './open-storage.ts';

describe('reading many takes', () => {
  it.each([249, 250, 500, 501])('gives each of %i once, newest first', async (count) => {
    const name = `takes-${crypto.randomUUID()}`;
    const storage = await openDiskStorage(name);
    const takes = Array.from({ length: count }, (_, i) => someTake({ createdAt: 1000 + i }));
    const db = await openDatabase(name);
    const transaction = db.transaction('takes', 'readwrite');
    for (const take of takes) void transaction.store.put(take);
    await transaction.done;
    db.close();
    expect(await storage.takes.all()).toEqual(takes.toReversed());
    storage.close();
  });
});
