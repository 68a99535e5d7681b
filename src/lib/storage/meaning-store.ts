import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { TakeId } from '#core/schema/ids.ts';
import { reportingFaults } from './faults.ts';

interface MeaningSchema extends DBSchema {
  meanings: { key: [model: string, take: string]; value: { readonly model: string; readonly take: string; readonly meaning: Float32Array } };
}

/**
 * Where the pictures of takes lie, by the model that placed them. It can all be made again, so it has a database of its
 * own that no backup holds, and that may be deleted at any time.
 */
export class MeaningStore {
  readonly #db: Promise<IDBPDatabase<MeaningSchema>>;

  constructor(name: string) {
    this.#db = reportingFaults(
      () => openDB<MeaningSchema>(`${name}-meanings`, 1, { upgrade: (db) => void db.createObjectStore('meanings', { keyPath: ['model', 'take'] }) }),
      'storage-refused',
    );
    // Whoever asks hears of it.
    this.#db.catch(() => {});
  }

  /** Everything that a model has placed. */
  all(model: string): Promise<Map<TakeId, Float32Array>> {
    return reportingFaults(async () => {
      const kept = await (await this.#db).getAll('meanings', IDBKeyRange.bound([model], [model, []]));
      return new Map(kept.map(({ take, meaning }) => [take as TakeId, meaning]));
    });
  }

  put(model: string, take: TakeId, meaning: Float32Array): Promise<void> {
    return reportingFaults(async () => {
      await (await this.#db).put('meanings', { model, take, meaning });
    });
  }

  /** Forgets what other models have placed, and takes that are gone. */
  keepOnly(model: string, takes: ReadonlySet<TakeId>): Promise<void> {
    return reportingFaults(async () => {
      const transaction = (await this.#db).transaction('meanings', 'readwrite');
      for (const key of await transaction.store.getAllKeys()) {
        if (key[0] !== model || !takes.has(key[1] as TakeId)) await transaction.store.delete(key);
      }
      await transaction.done;
    });
  }

  async close(): Promise<void> {
    (await this.#db.catch(() => undefined))?.close();
  }
}
