import { isSameRecord } from '#core/domain/backup/same-record.ts';
import { Notice } from '#core/schema/notice.ts';
import { Take } from '#core/schema/take.ts';
import type { Writing } from './connection.ts';
import { Draft, JobRecord, Settings } from './records.ts';
import type { ProjectChange, RecordChange } from './snapshot.ts';

type RecordWriting = Pick<Writing<'takes' | 'jobs' | 'singles' | 'notices'>, 'objectStore'>;

/** Where one change of an import goes. */
export interface Place {
  /** Whether what lies there is what the change says was there before it. */
  isBefore(): Promise<boolean>;
  /** Whether what lies there is what the change has written. */
  isAfter(): Promise<boolean>;
  write(): Promise<unknown>;
  takeBack(): Promise<unknown>;
}

/** Where a record lies in the database, and how it is read there: as its schema says, what cannot be read as it lies. */
export function recordPlace(
  transaction: RecordWriting,
  { store, before, after }: Exclude<RecordChange, ProjectChange>,
): Place {
  const { read, put, remove } = slot(transaction, store, after);
  return {
    isBefore: async () => isSameRecord(store, before, await read()),
    isAfter: async () => isSameRecord(store, after, await read()),
    write: () => put(after),
    takeBack: () => (before === undefined ? remove() : put(before)),
  };
}

function slot(transaction: RecordWriting, store: Exclude<RecordChange, ProjectChange>['store'], after: unknown) {
  if (store === 'draft' || store === 'settings') {
    const singles = transaction.objectStore('singles');
    return {
      async read() {
        const record = await singles.get(store);
        if (store === 'draft') return record === undefined ? undefined : (Draft.safeParse(record).data ?? record);
        return Settings.safeParse(record ?? {}).data ?? Settings.parse({});
      },
      put: (record: unknown) => singles.put(record, store),
      remove: () => singles.delete(store),
    };
  }
  const { id } = after as { id: never };
  const records = transaction.objectStore(store);
  const schema = { takes: Take, jobs: JobRecord, notices: Notice }[store];
  return {
    async read() {
      const record = await records.get(id);
      return record === undefined ? undefined : (schema.safeParse(record).data ?? record);
    },
    put: (record: unknown) => records.put(record),
    remove: () => records.delete(id),
  };
}
