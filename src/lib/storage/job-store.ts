import type { JobId } from '#core/schema/ids.ts';
import type { Take } from '#core/schema/take.ts';
import type { Connection } from './connection.ts';
import { parseRecord } from './parse-record.ts';
import type { JobStore } from './ports.ts';
import { published } from './publication.ts';
import { JobRecord } from './records.ts';

/** Jobs in IndexedDB. */
export class IdbJobStore implements JobStore {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async all(): Promise<readonly JobRecord[]> {
    const [keys, records] = await this.#connection.read((db) => {
      const { store } = db.transaction('jobs');
      return Promise.all([store.getAllKeys(), store.getAll()]);
    });
    const jobs = await Promise.all(
      records.map((record, i) => parseRecord(this.#connection, 'jobs', keys[i]!, record, JobRecord)),
    );
    return jobs.filter((job) => job !== undefined).sort((a, b) => a.createdAt - b.createdAt);
  }

  async get(id: JobId): Promise<JobRecord | undefined> {
    const record = await this.#connection.read((db) => db.get('jobs', id));
    return parseRecord(this.#connection, 'jobs', id, record, JobRecord);
  }

  async add(...records: readonly JobRecord[]): Promise<void> {
    if (await this.#addAtOnce(records)) return;
    await this.#connection.write(['jobs'], async (transaction) => {
      const store = transaction.objectStore('jobs');
      for (const record of records) {
        if ((await store.getKey(record.id)) === undefined) await store.put(record);
      }
    });
  }

  change(id: JobId, change: (record: JobRecord) => JobRecord | undefined): Promise<JobRecord | undefined> {
    return this.#connection.write(['jobs'], async (transaction) => {
      const store = transaction.objectStore('jobs');
      const kept = JobRecord.safeParse(await store.get(id)).data;
      const changed = kept && change(kept);
      if (changed) await store.put(changed);
      return changed;
    });
  }

  changeAll(ids: Iterable<JobId>, change: (record: JobRecord) => JobRecord | undefined): Promise<void> {
    return this.#connection.write(['jobs'], async (transaction) => {
      const store = transaction.objectStore('jobs');
      const records = await Promise.all([...new Set(ids)].map(async (id) => JobRecord.safeParse(await store.get(id)).data));
      const changed = records.map((record) => record && change(record)).filter((record) => record !== undefined);
      await Promise.all(changed.map((record) => store.put(record)));
    });
  }

  clear(ids: readonly JobId[], may: (record: JobRecord) => boolean): Promise<void> {
    return this.#connection.write(['jobs'], async (transaction) => {
      const store = transaction.objectStore('jobs');
      const records = await Promise.all(ids.map(async (id) => JobRecord.safeParse(await store.get(id)).data));
      const gone = records.filter((record) => record !== undefined).filter(may);
      await Promise.all(gone.map(({ id }) => store.delete(id)));
    });
  }

  publish(id: JobId, lease: number, take: Take): Promise<boolean> {
    return this.#connection.write(['jobs', 'takes'], async (transaction) => {
      const jobs = transaction.objectStore('jobs');
      const record = JobRecord.safeParse(await jobs.get(id)).data;
      const done = record && published(record, lease, take);
      if (done) await Promise.all([transaction.objectStore('takes').put(take), jobs.put(done)]);
      return done !== undefined;
    });
  }

  /** Writes without a look at what is there, in one turn of the database; false, and nothing written, where one of them is there. */
  async #addAtOnce(records: readonly JobRecord[]): Promise<boolean> {
    try {
      await this.#connection.write(['jobs'], async (transaction) => {
        const store = transaction.objectStore('jobs');
        const written = Promise.all(records.map((record) => store.add(record)));
        transaction.commit();
        await written;
      });
      return true;
    } catch (error) {
      if (error instanceof DOMException && error.name === 'ConstraintError') return false;
      throw error;
    }
  }
}
