import type { Connection } from './connection.ts';
import type { AsideRecord, AsideStore } from './ports.ts';

/** What could not be read, in IndexedDB. */
export class IdbAsideStore implements AsideStore {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async all(): Promise<readonly AsideRecord[]> {
    const [keys, records] = await this.#connection.read((db) => {
      const { store } = db.transaction('aside');
      return Promise.all([store.getAllKeys(), store.getAll()]);
    });
    return records.map((record, i) => ({ ...record, key: keys[i]! })).sort((a, b) => b.at - a.at);
  }

  delete(...keys: readonly number[]): Promise<void> {
    return this.#connection.write(['aside'], async (transaction) => {
      await Promise.all(keys.map((key) => transaction.objectStore('aside').delete(key)));
    });
  }
}
