import { readFile, writeFile } from 'node:fs/promises';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newJob } from '#core/domain/queue/job.ts';
import { FaultError } from '#core/schema/fault.ts';
import { CLIENT, jobId, SILENT, SomeDesk, someOrder } from '../../tests/fixtures/some-desk.ts';
import { openDatabase } from './database.ts';
import { JobStore } from './job-store.ts';
import type { KeptJob } from './kept-job.ts';
import { MIGRATIONS } from './migrations.ts';

let some: SomeDesk;
beforeEach(async () => void (some = await SomeDesk.make()));
afterEach(() => some.remove());

const refusal = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    return error instanceof FaultError ? error.fault.reason : error;
  }
  return 'none';
};

describe('the file of jobs', () => {
  it('commits to the disk itself before anything is acknowledged', () => {
    const database = openDatabase(some.file, MIGRATIONS);
    const pragma = (name: string) => database.pragma(name, { simple: true });
    expect([pragma('journal_mode'), pragma('synchronous'), pragma('user_version')]).toEqual(['wal', 2, MIGRATIONS.length]);
    database.close();
  });

  it('takes one process at a time', () => {
    some.open();
    expect(refusal(() => openDatabase(some.file, MIGRATIONS))).toBe('accelerator-data-in-use');
  });

  it('is taken up to the newest schema step by step, and from a newer one not at all', () => {
    const steps = [...MIGRATIONS, { name: 'more', sql: 'CREATE TABLE more (a)' }];
    openDatabase(some.file, MIGRATIONS).close();
    openDatabase(some.file, steps).close();
    expect(refusal(() => openDatabase(some.file, MIGRATIONS))).toBe('accelerator-data-newer');
    const database = openDatabase(some.file, steps);
    expect(database.pragma('user_version', { simple: true })).toBe(steps.length);
    database.close();
    const broken = [...steps, { name: 'broken', sql: 'CREATE TABLE half (a); CREATE TABLE half (a)' }];
    expect(refusal(() => openDatabase(some.file, broken))).toBeInstanceOf(Database.SqliteError);
    // The step that failed is undone as a whole.
    const after = openDatabase(some.file, steps);
    expect(after.prepare("SELECT name FROM sqlite_schema WHERE name = 'half'").all()).toEqual([]);
    after.close();
  });

  it('says that it is damaged, and touches nothing of it', async () => {
    some.engine.goAway(true);
    const desk = some.open();
    for (let n = 1; n <= 60; n += 1) await desk.submit(CLIENT, someOrder(n));
    await some.close();
    const whole = await readFile(some.file);
    const damaged = Buffer.from(whole);
    damaged.fill(0xa5, 4096 * 3, 4096 * 6);
    for (const bytes of [damaged, Buffer.from('These are words and no database, however long they may be. '.repeat(100))]) {
      await writeFile(some.file, bytes);
      expect(refusal(() => some.open())).toBe('accelerator-data-damaged');
      expect((await readFile(some.file)).equals(bytes)).toBe(true);
    }
    await writeFile(some.file, whole);
    expect(await some.open().list(CLIENT)).toHaveLength(60);
  });

  it('sets aside rows that cannot be read, tells their client that they are gone, and works on with the others', async () => {
    some.engine.goAway(true);
    const desk = some.open();
    for (let n = 1; n <= 5; n += 1) await desk.submit(CLIENT, someOrder(n));
    const before = desk.seq;
    await some.close();
    const database = new Database(some.file);
    database.exec(`
      UPDATE jobs SET job = 'not JSON' WHERE id = '${jobId(1)}';
      UPDATE jobs SET rank = '!' WHERE id = '${jobId(2)}';
      UPDATE jobs SET job = json_set(job, '$.state', 'dancing') WHERE id = '${jobId(3)}';
      UPDATE jobs SET job = json_set(job, '$.id', '${jobId(9)}') WHERE id = '${jobId(4)}';
    `);
    database.close();
    const again = some.open();
    expect((await again.list(CLIENT)).map(({ order: { id } }) => id)).toEqual([jobId(5)]);
    const gone = (await again.since(CLIENT, before))!.map((event) => event.kind === 'gone' && event.id);
    expect(gone.sort()).toEqual([1, 2, 3, 4].map(jobId));
    // Whoever wants them sends them again.
    expect(await again.submit(CLIENT, someOrder(2))).toMatchObject({ ok: true });
    some.engine.goAway(false);
    expect([(await some.settled(2)).job.state, (await some.settled(5)).job.state]).toEqual(['done', 'done']);
    await some.close();
    const kept = new Database(some.file);
    expect(kept.prepare('SELECT COUNT(*) FROM unreadable_jobs').pluck().get()).toBe(4);
    kept.close();
  });

  it('forgets the oldest of what is gone, and then says that it does not know', () => {
    const database = openDatabase(some.file, MIGRATIONS);
    const store = new JobStore(database, SILENT, 1, 100);
    const kept = (n: number): KeptJob => {
      const order = someOrder(n);
      const facts = { client: CLIENT, order, id: order.id, job: newJob(order.id), lane: 'onnx', collected: false, rank: 'a0' } as const;
      return { ...facts, priority: 'normal', dependsOn: [], stepsDown: [], log: [], createdAt: 1 };
    };
    const come = (from: number, to: number) => {
      const jobs = Array.from({ length: to - from }, (_, i) => kept(from + i));
      store.write(jobs.map((put) => ({ put })));
      const { seq } = store;
      store.write(jobs.map((forget) => ({ forget })));
      return seq;
    };
    store.write([{ put: kept(1_000) }]);
    const early = come(0, 50);
    expect(store.since(CLIENT, early)).toHaveLength(50);
    const late = come(50, 140);
    expect([store.since(CLIENT, early), store.since(CLIENT, late)?.length]).toEqual([undefined, 90]);
    store.close();
    const again = new JobStore(openDatabase(some.file, MIGRATIONS), SILENT, 1, 100);
    expect([again.since(CLIENT, early), again.since(CLIENT, late)?.length, again.get(CLIENT, jobId(1_000))?.id]).toEqual([undefined, 90, jobId(1_000)]);
    again.close();
  });
});

describe('a full disk', () => {
  it('refuses what is sent, and writes how work ended once there is room', async () => {
    let made = (): void => undefined;
    const held = new Promise<void>((resolve) => (made = resolve));
    let encoding = false;
    const desk = some.open({
      encode: async () => {
        encoding = true;
        await held;
        return new Uint8Array([1]);
      },
    });
    await desk.submit(CLIENT, someOrder(1));
    await expect.poll(() => encoding).toBe(true);
    some.fillDisk(true);
    let refused = 0;
    for (let n = 2; refused < 50; n += 1) {
      const sent = await desk.submit(CLIENT, someOrder(n));
      if (sent.ok) continue;
      expect(sent.fault).toMatchObject({ reason: 'fault', fault: { reason: 'no-room-on-disk' } });
      expect(await desk.get(CLIENT, jobId(n))).toBeUndefined();
      refused += 1;
    }
    made();
    await new Promise((resolve) => setTimeout(resolve, 100));
    some.fillDisk(false);
    // The reserve was given up for the end; what is new is taken once it is there again.
    await expect.poll(async () => (await desk.submit(CLIENT, someOrder(10_000))).ok, { timeout: 10_000 }).toBe(true);
    expect((await some.settled(1)).job.state).toBe('done');
    expect((await some.settled(10_000)).job.state).toBe('done');
  });

  it('ends a job whose result does not fit, and says why', async () => {
    const desk = some.open({
      shelf: Object.assign(Object.create(some.shelf) as typeof some.shelf, { keep: () => Promise.reject(new FaultError('no-room-on-disk')) }),
    });
    await desk.submit(CLIENT, someOrder(1));
    expect((await some.settled(1)).job).toMatchObject({ state: 'failed', fault: { reason: 'no-room-on-disk' } });
    await some.close();
    some.open();
    await some.desk.retry(CLIENT, jobId(1));
    expect((await some.settled(1)).job.state).toBe('done');
  });
});
