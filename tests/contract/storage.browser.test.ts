import { describe, expect, it, vi } from 'vitest';
import { openDatabase } from '#lib/storage/database.ts';
import { openMemoryStorage } from '#lib/storage/memory.ts';
import { openDiskStorage } from '#lib/storage/open-storage.ts';
import { projectSuite } from './project-suite.ts';
import { someTake } from './samples.ts';
import { storageSuite } from './storage-suite.ts';
import { twoTabsSuite } from './two-tabs-suite.ts';

let turn = 0;
const freshName = () => `test-${Date.now()}-${++turn}`;

storageSuite('memory', async () => openMemoryStorage());
storageSuite('IndexedDB and OPFS', () => openDiskStorage(freshName()));
projectSuite('memory', async () => openMemoryStorage());
projectSuite('IndexedDB and OPFS', () => openDiskStorage(freshName()));
twoTabsSuite('memory', async () => {
  const storage = openMemoryStorage();
  return [storage, storage];
});
twoTabsSuite('IndexedDB and OPFS', async () => {
  const name = freshName();
  return Promise.all([openDiskStorage(name), openDiskStorage(name)]);
});

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

  it('sets a broken record aside, shows the others, and holds the bytes that it names', async () => {
    const name = freshName();
    const storage = await openDiskStorage(name);
    const whole = someTake();
    const broken = { ...someTake({ media: { ...whole.media, sha256: 'e'.repeat(64) as never } }), recipe: 'torn' };
    await storage.takes.put(whole);
    const db = await openDatabase(name);
    await db.put('takes', broken);
    expect((await storage.references()).get('e'.repeat(64) as never)).toEqual(new Set(['takes']));
    expect(await storage.takes.all()).toEqual([whole]);
    expect(await db.count('takes')).toBe(1);
    db.close();
    const [aside, ...others] = await storage.aside.all();
    expect(others).toEqual([]);
    expect(aside).toMatchObject({ store: 'takes', record: { id: broken.id, recipe: 'torn' } });
    expect((await storage.references()).get('e'.repeat(64) as never)).toEqual(new Set(['aside']));
    await storage.aside.delete(aside!.key);
    expect(await storage.aside.all()).toEqual([]);
    storage.close();
  });

  it('leaves no unfinished file and no other name in the folder', async () => {
    const name = freshName();
    const storage = await openDiskStorage(name);
    const sha256 = await storage.blobs.put(new Uint8Array(1000));
    expect(await namesIn(name)).toEqual([sha256]);
    const file = new Blob([new Uint8Array(9 * 2 ** 20)]);
    await expect(storage.blobs.putFile(file, () => false)).rejects.toMatchObject({ fault: { reason: 'cancelled' } });
    expect(await namesIn(name)).toEqual([sha256]);
    const large = await storage.blobs.putFile(file);
    expect((await namesIn(name)).toSorted()).toEqual([sha256, large].toSorted());
    await storage.blobs.putFile(file);
    expect(await namesIn(name)).toHaveLength(2);
    storage.close();
  });

  it('collects nothing while a tab has put bytes whose record may be on its way, and a dead write only after an hour', async () => {
    const name = freshName();
    const [one, two] = [await openDiskStorage(name), await openDiskStorage(name)];
    const sha256 = await one.blobs.put(new Uint8Array([1]));
    const pick = vi.fn(async () => [sha256]);
    expect(await two.blobs.collect(pick)).toBeUndefined();
    expect(pick).not.toHaveBeenCalled();
    expect(await two.blobs.has(sha256)).toBe(true);
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle(name);
    await folder.getFileHandle('unfinished-of-a-dead-tab', { create: true });
    one.close();
    await vi.waitFor(async () => expect(await two.blobs.collect(async () => [])).toEqual({ files: 0, bytes: 0 }));
    expect(await namesIn(name)).toContain('unfinished-of-a-dead-tab');
    vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 3_700_000);
    expect(await two.blobs.collect(pick)).toEqual({ files: 2, bytes: 1 });
    vi.restoreAllMocks();
    expect(await namesIn(name)).toEqual([]);
    two.close();
  });
});

async function namesIn(folder: string): Promise<string[]> {
  const directory = await (await navigator.storage.getDirectory()).getDirectoryHandle(folder);
  const names: string[] = [];
  for await (const entry of directory.keys()) names.push(entry);
  return names;
}
