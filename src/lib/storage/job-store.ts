import type { JobId } from '#core/schema/ids.ts';
import type { Take } from '#core/schema/take.ts';
import { type Database, writing } from './database.ts';
import { reportingFaults } from './faults.ts';
import { parseRecord } from './parse-record.ts';
import type { JobStore } from './ports.ts';
import { published } from './publication.ts';
import { JobRecord } from './records.ts';

/** Jobs in IndexedDB. */
export class IdbJobStore implements JobStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async all(): Promise<readonly JobRecord[]> {
    const transaction = this.#db.transaction('jobs');
    const [keys, records] = await Promise.all([transaction.store.getAllKeys(), transaction.store.getAll()]);
    const jobs = await Promise.all(
      records.map((record, i) => parseRecord(this.#db, 'jobs', keys[i]!, record, JobRecord)),
    );
    return jobs.filter((job) => job !== undefined).sort((a, b) => a.createdAt - b.createdAt);
  }

  async get(id: JobId): Promise<JobRecord | undefined> {
    return parseRecord(this.#db, 'jobs', id, await this.#db.get('jobs', id), JobRecord);
  }

  add(...records: readonly JobRecord[]): Promise<void> {
    return reportingFaults(async () => {
      const transaction = writing(this.#db, ['jobs']);
      const store = transaction.objectStore('jobs');
      for (const record of records) {
        if ((await store.getKey(record.id)) === undefined) await store.put(record);
      }
      await transaction.done;
    });
  }

  change(id: JobId, change: (record: JobRecord) => JobRecord | undefined): Promise<JobRecord | undefined> {
    return reportingFaults(async () => {
      const transaction = writing(this.#db, ['jobs']);
      const store = transaction.objectStore('jobs');
      const kept = JobRecord.safeParse(await store.get(id)).data;
      const changed = kept && change(kept);
      if (changed) await store.put(changed);
      await transaction.done;
      return changed;
    });
  }

  clear(ids: readonly JobId[], may: (record: JobRecord) => boolean): Promise<void> {
    return reportingFaults(async () => {
      const transaction = writing(this.#db, ['jobs']);
      const store = transaction.objectStore('jobs');
      for (const id of ids) {
        const kept = JobRecord.safeParse(await store.get(id)).data;
        if (kept && may(kept)) await store.delete(id);
      }
      await transaction.done;
    });
  }

  publish(id: JobId, lease: number, take: Take): Promise<boolean> {
    return reportingFaults(async () => {
      const transaction = writing(this.#db, ['jobs', 'takes']);
      const jobs = transaction.objectStore('jobs');
      const record = JobRecord.safeParse(await jobs.get(id)).data;
      const done = record && published(record, lease, take);
      if (done) await Promise.all([transaction.objectStore('takes').put(take), jobs.put(done)]);
      await transaction.done;
      return done !== undefined;
    });
  }
}
