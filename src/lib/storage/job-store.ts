import type { JobId } from '#core/schema/ids.ts';
import type { Take } from '#core/schema/take.ts';
import { type Database, writing } from './database.ts';
import { reportingFaults } from './faults.ts';
import { parseRecord } from './parse-record.ts';
import type { JobStore } from './ports.ts';
import { mayPublish } from './publication.ts';
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

  put(record: JobRecord): Promise<void> {
    return reportingFaults(async () => {
      const transaction = writing(this.#db, ['jobs']);
      await Promise.all([transaction.objectStore('jobs').put(record), transaction.done]);
    });
  }

  async delete(id: JobId): Promise<void> {
    await this.#db.delete('jobs', id);
  }

  publish(id: JobId, lease: number, take: Take): Promise<boolean> {
    return reportingFaults(async () => {
      const transaction = writing(this.#db, ['jobs', 'takes']);
      const jobs = transaction.objectStore('jobs');
      const record = JobRecord.safeParse(await jobs.get(id));
      if (!record.success || !mayPublish(record.data, lease, take)) {
        await transaction.done;
        return false;
      }
      await Promise.all([transaction.objectStore('takes').put(take), jobs.delete(id), transaction.done]);
      return true;
    });
  }
}
