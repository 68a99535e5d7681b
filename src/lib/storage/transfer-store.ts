import { isSame } from '#core/domain/merge-backup.ts';
import { Notice } from '#core/schema/notice.ts';
import { Take } from '#core/schema/take.ts';
import type { Connection, Writing } from './connection.ts';
import type { TransferStore } from './ports.ts';
import { Draft, JobRecord, Settings } from './records.ts';
import type { RecordChange, Snapshot } from './snapshot.ts';

const ALL: ('takes' | 'jobs' | 'singles' | 'notices')[] = ['takes', 'jobs', 'singles', 'notices'];

/** Records of all kinds in IndexedDB, each call one transaction. */
export class IdbTransferStore implements TransferStore {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  snapshot(): Promise<Snapshot> {
    return this.#connection.read(async (db) => {
      const transaction = db.transaction(ALL);
      const [takes, jobs, notices, draft, settings] = await Promise.all([
        transaction.objectStore('takes').getAll(),
        transaction.objectStore('jobs').getAll(),
        transaction.objectStore('notices').getAll(),
        transaction.objectStore('singles').get('draft'),
        transaction.objectStore('singles').get('settings'),
      ]);
      return {
        takes: readable(takes, Take),
        jobs: readable(jobs, JobRecord),
        notices: readable(notices, Notice),
        draft: Draft.safeParse(draft).data,
        settings: Settings.safeParse(settings).data ?? Settings.parse({}),
      };
    });
  }

  merge(changes: readonly RecordChange[]): Promise<boolean> {
    return this.#connection.write(ALL, async (transaction) => {
      const places = changes.map((change) => place(transaction, change));
      const lies = await Promise.all(places.map(({ read }) => read()));
      const fits = changes.every(({ before }, i) => isSame(before, lies[i]));
      if (fits) await Promise.all(changes.map(({ after }, i) => places[i]!.write(after)));
      return fits;
    });
  }

  unmerge(changes: readonly RecordChange[]): Promise<number> {
    return this.#connection.write(ALL, async (transaction) => {
      const places = changes.map((change) => place(transaction, change));
      const lies = await Promise.all(places.map(({ read }) => read()));
      const back = changes.flatMap(({ before, after }, i) => (isSame(after, lies[i]) ? [{ before, at: places[i]! }] : []));
      await Promise.all(back.map(({ before, at }) => (before === undefined ? at.remove() : at.write(before))));
      return changes.length - back.length;
    });
  }
}

/** Where a record lies in the database, and how it is read there: as its schema says, what cannot be read as it lies. */
function place(transaction: Writing<(typeof ALL)[number]>, { store, after }: RecordChange) {
  if (store === 'draft' || store === 'settings') {
    const singles = transaction.objectStore('singles');
    return {
      async read() {
        const record = await singles.get(store);
        if (store === 'draft') return record === undefined ? undefined : (Draft.safeParse(record).data ?? record);
        return Settings.safeParse(record ?? {}).data ?? Settings.parse({});
      },
      write: (record: unknown) => singles.put(record, store),
      remove: () => singles.delete(store),
    };
  }
  const records = transaction.objectStore(store);
  const schema = { takes: Take, jobs: JobRecord, notices: Notice }[store];
  return {
    async read() {
      const record = await records.get(after.id as never);
      return record === undefined ? undefined : (schema.safeParse(record).data ?? record);
    },
    write: (record: unknown) => records.put(record),
    remove: () => records.delete(after.id as never),
  };
}

function readable<Value>(records: readonly unknown[], schema: { safeParse(record: unknown): { data?: Value } }): Value[] {
  return records.map((record) => schema.safeParse(record).data).filter((record) => record !== undefined);
}
