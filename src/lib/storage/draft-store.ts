import { type Database, writing } from './database.ts';
import { reportingFaults } from './faults.ts';
import { parseRecord } from './parse-record.ts';
import type { DraftStore } from './ports.ts';
import { Draft } from './records.ts';

/** The draft of the Create form, in IndexedDB. */
export class IdbDraftStore implements DraftStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async read(): Promise<Draft | undefined> {
    return parseRecord(this.#db, 'singles', 'draft', await this.#db.get('singles', 'draft'), Draft);
  }

  write(draft: Draft): Promise<void> {
    return reportingFaults(async () => {
      const transaction = writing(this.#db, ['singles']);
      await Promise.all([transaction.objectStore('singles').put(draft, 'draft'), transaction.done]);
    });
  }
}
