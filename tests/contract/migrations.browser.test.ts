import { describe, expect, it } from 'vitest';
import { Take } from '#core/schema/take.ts';
import { openDatabase } from '#lib/storage/database.ts';
import { MIGRATIONS } from '#lib/storage/migrations/all.ts';
import { openDiskStorage } from '#lib/storage/open-storage.ts';
import { Draft, JobRecord, Settings } from '#lib/storage/records.ts';
import { afterEachCall } from '../fixtures/killed-upgrade.ts';
import { type OldDatabase, readDatabase, writeDatabase } from '../fixtures/old-database.ts';

const FIXTURES = import.meta.glob<OldDatabase>('../fixtures/schemas/v*.json', { eager: true, import: 'default' });
const fixture = (version: number) => FIXTURES[`../fixtures/schemas/v${version}.json`]!;
const TODAY = MIGRATIONS.length;
const SHIPPED = Array.from({ length: TODAY - 1 }, (_, i) => i + 1);
const SCHEMAS = { takes: Take, jobs: JobRecord } as const;

let turn = 0;
const freshName = () => `migration-${Date.now()}-${++turn}`;

async function upgrade(name: string): Promise<void> {
  (await openDatabase(name)).close();
}

describe.each(SHIPPED)('a database of version %i', (version) => {
  it('comes out as today, record for record', async () => {
    const name = freshName();
    await writeDatabase(name, fixture(version));
    expect(await readDatabase(name)).toEqual(fixture(version));
    await upgrade(name);
    expect(await readDatabase(name)).toEqual(fixture(TODAY));
  });

  it('has every whole record where today looks for it, and sets the torn ones aside', async () => {
    const name = freshName();
    await writeDatabase(name, fixture(version));
    const before = fixture(TODAY).stores;
    const storage = await openDiskStorage(name);
    const [takes, jobs, draft, settings] = await Promise.all([
      storage.takes.all(),
      storage.jobs.all(),
      storage.drafts.read(),
      storage.settings.read(),
    ]);
    const whole = (store: 'takes' | 'jobs') =>
      before[store]!.records.map(([, record]) => record).filter((record) => SCHEMAS[store].safeParse(record).success);
    expect(new Set(takes.map(({ id }) => id))).toEqual(new Set(whole('takes').map((take) => (take as Take).id)));
    expect(new Set(takes.map(({ recipe }) => recipe.mode))).toEqual(new Set(['t2i', 't2v', 'i2v', 'ti2v', 'flf2v']));
    expect(takes.filter(({ deletedAt }) => deletedAt !== undefined)).toHaveLength(1);
    expect(jobs).toEqual(whole('jobs').sort((a, b) => (a as JobRecord).createdAt - (b as JobRecord).createdAt));
    expect(new Set(jobs.map(({ job }) => job.state)).size).toBe(9);
    expect(draft).toEqual(Draft.parse(new Map(before['singles']!.records).get('draft')));
    expect(settings).toEqual(Settings.parse({ theme: 'light', provider: 'wasm' }));
    expect(await storage.aside.all()).toHaveLength(4);
    storage.close();
  });

  it('is wholly old when the upgrade throws after any of its calls, and opens the next time', async () => {
    const calls = await countCalls(version);
    expect(calls).toBeGreaterThanOrEqual(3);
    for (let after = 1; after <= calls; after++) {
      const name = freshName();
      await writeDatabase(name, fixture(version));
      const restore = afterEachCall((made) => {
        if (made === after) throw new Error('killed');
      });
      await expect(upgrade(name).finally(restore)).rejects.toMatchObject({ fault: { reason: 'upgrade-failed' } });
      expect(await readDatabase(name)).toEqual(fixture(version));
      await upgrade(name);
      expect(await readDatabase(name)).toEqual(fixture(TODAY));
    }
  });

  it('is wholly old when the upgrading thread is killed after any of its calls, and opens the next time', { timeout: 120_000 }, async () => {
    const calls = Array.from({ length: await countCalls(version) }, (_, i) => i + 1);
    const kill = async (after: number) => {
      const name = freshName();
      await writeDatabase(name, fixture(version));
      expect(await killedUpgrade(name, after)).toBe('in the middle');
      expect(await readDatabase(name)).toEqual(fixture(version));
      await upgrade(name);
      expect(await readDatabase(name)).toEqual(fixture(TODAY));
    };
    // A few at a time: it takes the browser a second or two to end a thread that does not listen.
    while (calls.length > 0) await Promise.all(calls.splice(0, 6).map(kill));
  });
});

describe('a database of a newer version', () => {
  it('is refused by name and not touched', async () => {
    const name = freshName();
    const newer = { ...fixture(TODAY), version: TODAY + 1 };
    await writeDatabase(name, newer);
    await expect(openDiskStorage(name)).rejects.toMatchObject({ fault: { reason: 'storage-newer' } });
    expect(await readDatabase(name)).toEqual(newer);
  });
});

async function countCalls(version: number): Promise<number> {
  const name = freshName();
  await writeDatabase(name, fixture(version));
  let calls = 0;
  const restore = afterEachCall((made) => (calls = made));
  await upgrade(name).finally(restore);
  return calls;
}

/** Upgrades in a worker and ends it after so many calls; resolves with what it said last. */
async function killedUpgrade(name: string, after: number): Promise<unknown> {
  const worker = new Worker(new URL('../fixtures/killed-upgrade.worker.ts', import.meta.url), { type: 'module' });
  try {
    return await new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = (event) => reject(new Error(event.message));
      worker.postMessage({ name, after });
    });
  } finally {
    worker.terminate();
  }
}
