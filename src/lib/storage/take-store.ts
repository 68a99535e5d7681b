import type { TakeId } from '#core/schema/ids.ts';
import { Take } from '#core/schema/take.ts';
import type { Connection } from './connection.ts';
import { parseRecord } from './parse-record.ts';
import type { TakeStore } from './ports.ts';

/** So many takes are read at once: thousands of them then never hold the page up for long. */
const PORTION = 250;

/** Takes in IndexedDB. */
export class IdbTakeStore implements TakeStore {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async all(): Promise<readonly Take[]> {
    const takes: (Take | undefined)[] = [];
    let range: IDBKeyRange | undefined;
    for (;;) {
      const [keys, records] = await this.#connection.read((db) => {
        const { store } = db.transaction('takes');
        return Promise.all([store.getAllKeys(range, PORTION), store.getAll(range, PORTION)]);
      });
      const parsed = records.map((record, i) => parseRecord(this.#connection, 'takes', keys[i]!, record, Take));
      takes.push(...(await Promise.all(parsed)));
      const last = keys.at(-1);
      if (last === undefined || keys.length < PORTION) break;
      range = IDBKeyRange.lowerBound(last, true);
    }
    return takes.filter((take) => take !== undefined).sort((a, b) => b.createdAt - a.createdAt);
  }

  async get(id: TakeId): Promise<Take | undefined> {
    const record = await this.#connection.read((db) => db.get('takes', id));
    return parseRecord(this.#connection, 'takes', id, record, Take);
  }

  put(take: Take): Promise<void> {
    return this.#connection.write(['takes'], async (transaction) => {
      await transaction.objectStore('takes').put(take);
    });
  }

  change(ids: readonly TakeId[], change: (take: Take) => Take): Promise<readonly Take[]> {
    return this.#connection.write(['takes'], async (transaction) => {
      const store = transaction.objectStore('takes');
      const kept = await Promise.all(ids.map(async (id) => Take.safeParse(await store.get(id)).data));
      const changed = kept.filter((take) => take !== undefined).map(change);
      await Promise.all(changed.map((take) => store.put(take)));
      return changed;
    });
  }

  delete(...ids: readonly TakeId[]): Promise<void> {
    return this.#connection.write(['takes'], async (transaction) => {
      const store = transaction.objectStore('takes');
      await Promise.all(ids.map((id) => store.delete(id)));
    });
  }

  async deleteWhere(isOver: (take: Take) => boolean): Promise<readonly Take[]> {
    const gone: Take[] = [];
    let range: IDBKeyRange | undefined;
    for (;;) {
      const { keys, over } = await this.#connection.write(['takes'], async (transaction) => {
        const store = transaction.objectStore('takes');
        const [keys, records] = await Promise.all([store.getAllKeys(range, PORTION), store.getAll(range, PORTION)]);
        const kept = records.map((record) => Take.safeParse(record).data).filter((take) => take !== undefined);
        const over = kept.filter(isOver);
        await Promise.all(over.map(({ id }) => store.delete(id)));
        return { keys, over };
      });
      gone.push(...over);
      const last = keys.at(-1);
      if (last === undefined || keys.length < PORTION) return gone;
      range = IDBKeyRange.lowerBound(last, true);
    }
  }
}
