import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { Sha256 } from '#core/schema/ids.ts';
import { reportingFaults } from './faults.ts';

interface DescriptionSchema extends DBSchema {
  descriptions: { key: [model: string, picture: string]; value: { readonly model: string; readonly picture: string; readonly text: string } };
}

/**
 * What models have said of pictures, by the bytes of each. It can all be said again, so it has a database of its own that
 * no backup holds, and that may be deleted at any time; what is shown of it is kept with the take or the pool's item.
 */
export class DescriptionStore {
  readonly #db: Promise<IDBPDatabase<DescriptionSchema>>;

  constructor(name: string) {
    this.#db = reportingFaults(
      () => openDB<DescriptionSchema>(`${name}-descriptions`, 1, { upgrade: (db) => void db.createObjectStore('descriptions', { keyPath: ['model', 'picture'] }) }),
      'storage-refused',
    );
    // Whoever asks hears of it.
    this.#db.catch(() => {});
  }

  get(model: string, picture: Sha256): Promise<string | undefined> {
    return reportingFaults(async () => (await (await this.#db).get('descriptions', [model, picture]))?.text);
  }

  put(model: string, picture: Sha256, text: string): Promise<void> {
    return reportingFaults(async () => {
      await (await this.#db).put('descriptions', { model, picture, text });
    });
  }

  /** Forgets what other models have said. */
  keepOnly(model: string): Promise<void> {
    return reportingFaults(async () => {
      const transaction = (await this.#db).transaction('descriptions', 'readwrite');
      for (const key of await transaction.store.getAllKeys()) if (key[0] !== model) await transaction.store.delete(key);
      await transaction.done;
    });
  }

  async close(): Promise<void> {
    (await this.#db.catch(() => undefined))?.close();
  }
}
