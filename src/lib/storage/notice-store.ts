import { Notice } from '#core/schema/notice.ts';
import { type Database, writing } from './database.ts';
import { reportingFaults } from './faults.ts';
import { parseRecord } from './parse-record.ts';
import type { NoticeStore } from './ports.ts';

/** How many notices are kept. */
export const MOST_NOTICES = 200;

/** Notices in IndexedDB. */
export class IdbNoticeStore implements NoticeStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async all(): Promise<readonly Notice[]> {
    const transaction = this.#db.transaction('notices');
    const [keys, records] = await Promise.all([transaction.store.getAllKeys(), transaction.store.getAll()]);
    const read = await Promise.all(records.map((record, i) => parseRecord(this.#db, 'notices', keys[i]!, record, Notice)));
    return newestFirst(read.filter((notice) => notice !== undefined));
  }

  put(...notices: readonly Notice[]): Promise<void> {
    return reportingFaults(async () => {
      const transaction = writing(this.#db, ['notices']);
      const store = transaction.objectStore('notices');
      for (const notice of notices) await store.put(notice);
      const kept = (await store.getAll()).map((record) => Notice.safeParse(record).data).filter((notice) => notice !== undefined);
      for (const { id } of newestFirst(kept).slice(MOST_NOTICES)) await store.delete(id);
      await transaction.done;
    });
  }

  async clear(): Promise<void> {
    await this.#db.clear('notices');
  }
}

export const newestFirst = (notices: readonly Notice[]): Notice[] => [...notices].sort((a, b) => b.at - a.at);
