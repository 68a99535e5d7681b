import { type Database, writing } from './database.ts';
import { reportingFaults } from './faults.ts';
import { parseRecord } from './parse-record.ts';
import type { StandingStore } from './ports.ts';
import { QueueStanding } from './records.ts';

/** Whether the queue goes on, in IndexedDB. What cannot be read counts as: it does. */
export class IdbStandingStore implements StandingStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async read(): Promise<QueueStanding> {
    const record = await this.#db.get('singles', 'standing');
    return (await parseRecord(this.#db, 'singles', 'standing', record, QueueStanding)) ?? QueueStanding.parse({});
  }

  write(standing: QueueStanding): Promise<void> {
    return reportingFaults(async () => {
      const transaction = writing(this.#db, ['singles']);
      await Promise.all([transaction.objectStore('singles').put(standing, 'standing'), transaction.done]);
    });
  }
}
