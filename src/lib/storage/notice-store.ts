import { Notice } from '#core/schema/notice.ts';
import type { Connection } from './connection.ts';
import { parseRecord } from './parse-record.ts';
import type { NoticeStore } from './ports.ts';

/** How many notices are kept. */
export const MOST_NOTICES = 200;

/** Notices in IndexedDB. */
export class IdbNoticeStore implements NoticeStore {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async all(): Promise<readonly Notice[]> {
    const [keys, records] = await this.#connection.read((db) => {
      const { store } = db.transaction('notices');
      return Promise.all([store.getAllKeys(), store.getAll()]);
    });
    const read = await Promise.all(
      records.map((record, i) => parseRecord(this.#connection, 'notices', keys[i]!, record, Notice)),
    );
    return newestFirst(read.filter((notice) => notice !== undefined));
  }

  put(...notices: readonly Notice[]): Promise<void> {
    return this.#connection.write(['notices'], async (transaction) => {
      const store = transaction.objectStore('notices');
      for (const notice of notices) await store.put(notice);
      const records = (await store.getAll()).map((record) => Notice.safeParse(record).data);
      const kept = records.filter((notice) => notice !== undefined);
      for (const { id } of newestFirst(kept).slice(MOST_NOTICES)) await store.delete(id);
    });
  }

  clear(): Promise<void> {
    return this.#connection.write(['notices'], (transaction) => transaction.objectStore('notices').clear());
  }
}

export const newestFirst = (notices: readonly Notice[]): Notice[] => [...notices].sort((a, b) => b.at - a.at);
