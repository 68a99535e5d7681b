import type { Connection } from './connection.ts';
import { parseRecord } from './parse-record.ts';
import type { DraftStore } from './ports.ts';
import { Draft } from './records.ts';

/** The draft of the Create form, in IndexedDB. */
export class IdbDraftStore implements DraftStore {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async read(): Promise<Draft | undefined> {
    const record = await this.#connection.read((db) => db.get('singles', 'draft'));
    return parseRecord(this.#connection, 'singles', 'draft', record, Draft);
  }

  write(draft: Draft): Promise<void> {
    return this.#connection.write(['singles'], async (transaction) => {
      const written = transaction.objectStore('singles').put(draft, 'draft');
      // Said in the same breath: the page may be gone before the answer to the write is here.
      transaction.commit();
      await written;
    });
  }
}
