import type { TakeId } from '#core/schema/ids.ts';
import { Take } from '#core/schema/take.ts';
import { type Database, writing } from './database.ts';
import { reportingFaults } from './faults.ts';
import { parseRecord } from './parse-record.ts';
import type { TakeStore } from './ports.ts';

/** Takes in IndexedDB. */
export class IdbTakeStore implements TakeStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async all(): Promise<readonly Take[]> {
    const transaction = this.#db.transaction('takes');
    const [keys, records] = await Promise.all([transaction.store.getAllKeys(), transaction.store.getAll()]);
    const takes = await Promise.all(records.map((record, i) => parseRecord(this.#db, 'takes', keys[i]!, record, Take)));
    return takes.filter((take) => take !== undefined).sort((a, b) => b.createdAt - a.createdAt);
  }

  async get(id: TakeId): Promise<Take | undefined> {
    return parseRecord(this.#db, 'takes', id, await this.#db.get('takes', id), Take);
  }

  put(take: Take): Promise<void> {
    return reportingFaults(async () => {
      const transaction = writing(this.#db, ['takes']);
      await Promise.all([transaction.objectStore('takes').put(take), transaction.done]);
    });
  }

  change(ids: readonly TakeId[], change: (take: Take) => Take): Promise<readonly Take[]> {
    return reportingFaults(async () => {
      const transaction = writing(this.#db, ['takes']);
      const store = transaction.objectStore('takes');
      const kept = await Promise.all(ids.map(async (id) => Take.safeParse(await store.get(id)).data));
      const changed = kept.filter((take) => take !== undefined).map(change);
      await Promise.all([...changed.map((take) => store.put(take)), transaction.done]);
      return changed;
    });
  }

  delete(...ids: readonly TakeId[]): Promise<void> {
    return reportingFaults(async () => {
      const transaction = writing(this.#db, ['takes']);
      const store = transaction.objectStore('takes');
      await Promise.all([...ids.map((id) => store.delete(id)), transaction.done]);
    });
  }
}
