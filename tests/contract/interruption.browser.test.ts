import { deleteDB, openDB } from 'idb';
import { describe, expect, it, vi } from 'vitest';
import { MIGRATIONS } from '#lib/storage/migrations/all.ts';
import { openDiskStorage } from '#lib/storage/open-storage.ts';
import { Draft } from '#lib/storage/records.ts';
import { type OldDatabase, writeDatabase } from '../fixtures/old-database.ts';
import version1 from '../fixtures/schemas/v1.json' with { type: 'json' };
import { someJob, someTake } from './samples.ts';

let turn = 0;
const freshName = () => `interrupted-${Date.now()}-${++turn}`;
const DRAFT = Draft.parse({
  ...{ schema: 1, prompt: '', negativePrompt: '', from: 'words', kind: 'video', width: 160, height: 96, frames: 17 },
  ...{ frameRate: 8, seed: 7, seedLocked: true, steps: 24, guidance: 3, scheduler: 'euler' },
});

describe('a tab from before an update', () => {
  it('lets the database go at once, hears of it once, and everything asked later ends in one clear fault', async () => {
    const name = freshName();
    const storage = await openDiskStorage(name);
    await storage.takes.put(someTake());
    const heard = vi.fn();
    storage.watch(heard);
    const newer = await openDB(name, MIGRATIONS.length + 1);
    expect(heard.mock.calls).toEqual([['newer-version-open']]);
    const before = await Promise.all([newer.getAll('takes'), newer.getAll('singles'), newer.getAll('jobs')]);
    const asked: (() => Promise<unknown>)[] = [
      () => storage.takes.put(someTake()),
      () => storage.takes.change([someTake().id], (take) => take),
      () => storage.takes.delete(someTake().id),
      () => storage.takes.deleteWhere(() => true),
      () => storage.takes.all(),
      () => storage.jobs.add(someJob()),
      () => storage.jobs.change(someJob().id, (job) => job),
      () => storage.jobs.changeAll([someJob().id], (job) => job),
      () => storage.jobs.publish(someJob().id, 1, someTake()),
      () => storage.jobs.clear([], () => true),
      () => storage.drafts.write(DRAFT),
      () => storage.settings.write({ theme: 'dark' }),
      () => storage.standing.write({ schema: 1, held: true }),
      () => storage.notices.put(),
      () => storage.notices.clear(),
      () => storage.aside.delete(1),
      () => storage.references(),
    ];
    for (const ask of asked) await expect(ask(), ask.toString()).rejects.toMatchObject({ fault: { reason: 'newer-version-open' } });
    expect(await Promise.all([newer.getAll('takes'), newer.getAll('singles'), newer.getAll('jobs')])).toEqual(before);
    expect(heard).toHaveBeenCalledTimes(1);
    newer.close();
    storage.close();
  });

  it('finishes what was being written when the newer tab came', async () => {
    const name = freshName();
    const storage = await openDiskStorage(name);
    const takes = Array.from({ length: 20 }, () => someTake());
    const [newer] = await Promise.all([openDB(name, MIGRATIONS.length + 1), ...takes.map((take) => storage.takes.put(take).catch(() => undefined))]);
    const kept = new Set((await newer.getAll('takes')).map(({ id }: { id: string }) => id));
    const said = await Promise.all(takes.map(async ({ id }) => kept.has(id)));
    expect(said).toEqual(takes.map((_, i) => i < kept.size));
    newer.close();
    storage.close();
  });

  it('says that it waits when an older tab does not let go', async () => {
    const name = freshName();
    // As a frozen tab would: it holds the database and hears nothing.
    await writeDatabase(name, version1 as unknown as OldDatabase);
    const frozen = await openDB(name);
    const blocked = vi.fn();
    const opening = openDiskStorage(name, blocked);
    await vi.waitFor(() => expect(blocked).toHaveBeenCalled());
    frozen.close();
    (await opening).close();
  });
});

describe('a database that the browser closes', () => {
  it('is opened again by the next one who asks, and says so', async () => {
    const name = freshName();
    const storage = await openDiskStorage(name);
    const identity = await storage.identity();
    const heard = vi.fn();
    storage.watch(heard);
    // Another tab deletes it: it comes back empty, under another identity.
    await deleteDB(name);
    await storage.takes.put(someTake());
    expect(heard.mock.calls).toEqual([['reopened']]);
    expect(await storage.takes.all()).toHaveLength(1);
    expect(await storage.identity()).not.toBe(identity);
    storage.close();
  });
});
