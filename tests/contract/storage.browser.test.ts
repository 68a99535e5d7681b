import { describe, expect, it } from 'vitest';
import { openDatabase } from '#lib/storage/database.ts';
import { openMemoryStorage } from '#lib/storage/memory.ts';
import { openDiskStorage } from '#lib/storage/open-storage.ts';
import { someTake } from './samples.ts';
import { storageSuite } from './storage-suite.ts';

let turn = 0;
const freshName = () => `test-${Date.now()}-${++turn}`;

storageSuite('memory', async () => openMemoryStorage());
storageSuite('IndexedDB and OPFS', () => openDiskStorage(freshName()));

describe('storage on disk', () => {
  it('has everything after it was closed and opened again', async () => {
    const name = freshName();
    const take = someTake();
    const before = await openDiskStorage(name);
    await before.takes.put(take);
    const sha256 = await before.blobs.put(new Uint8Array([1, 2, 3]));
    before.close();
    const after = await openDiskStorage(name);
    expect(await after.takes.all()).toEqual([take]);
    expect(await after.blobs.has(sha256)).toBe(true);
    after.close();
  });

  it('sets a broken record aside and shows the others', async () => {
    const name = freshName();
    const storage = await openDiskStorage(name);
    const whole = someTake();
    const broken = { ...someTake(), recipe: 'torn' };
    await storage.takes.put(whole);
    const db = await openDatabase(name);
    await db.put('takes', broken);
    expect(await storage.takes.all()).toEqual([whole]);
    expect(await db.getAll('aside')).toMatchObject([{ store: 'takes', record: { id: broken.id, recipe: 'torn' } }]);
    expect(await db.count('takes')).toBe(1);
    db.close();
    storage.close();
  });

  it('leaves no unfinished file and no other name in the folder', async () => {
    const name = freshName();
    const storage = await openDiskStorage(name);
    const sha256 = await storage.blobs.put(new Uint8Array(1000));
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle(name);
    const names: string[] = [];
    for await (const entry of folder.keys()) names.push(entry);
    expect(names).toEqual([sha256]);
    storage.close();
  });
});
