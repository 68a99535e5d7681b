import type { Connection } from './connection.ts';
import { parseRecord } from './parse-record.ts';
import type { StandingStore } from './ports.ts';
import { QueueStanding } from './records.ts';

/** Whether the queue goes on, in IndexedDB. What cannot be read counts as: it does. */
export class IdbStandingStore implements StandingStore {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async read(): Promise<QueueStanding> {
    const record = await this.#connection.read((db) => db.get('singles', 'standing'));
    const standing = await parseRecord(this.#connection, 'singles', 'standing', record, QueueStanding);
    return standing ?? QueueStanding.parse({});
  }

  write(standing: QueueStanding): Promise<void> {
    return this.#connection.write(['singles'], async (transaction) => {
      await transaction.objectStore('singles').put(standing, 'standing');
    });
  }
}
