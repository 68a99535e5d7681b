import { type DBSchema, type IDBPDatabase, type IDBPTransaction, openDB } from 'idb';
import type { JobId, NoticeId, TakeId } from '#core/schema/ids.ts';
import { reportingFaults } from './faults.ts';
import { MIGRATIONS } from './migrations/all.ts';

/** A record that could not be read, kept for whoever repairs it. */
export interface SetAside {
  readonly store: string;
  readonly record: unknown;
  readonly problem: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** What lies in the database. Records are `unknown`: they are parsed when they are read. */
export interface KinoraSchema extends DBSchema {
  takes: { key: TakeId; value: unknown };
  jobs: { key: JobId; value: unknown };
  /** One record each under a fixed key. */
  singles: { key: 'draft' | 'settings' | 'standing'; value: unknown };
  notices: { key: NoticeId; value: unknown };
  aside: { key: number; value: SetAside };
}

export type Database = IDBPDatabase<KinoraSchema>;
type Upgrade = IDBPTransaction<unknown, string[], 'versionchange'>;
export type StoreName = 'takes' | 'jobs' | 'singles' | 'notices';

/** Opens the database and brings it up to date. Throws FaultError `storage-refused` where the browser does not let it. */
export function openDatabase(name: string): Promise<Database> {
  return reportingFaults(
    () =>
      openDB<KinoraSchema>(name, MIGRATIONS.length, {
        async upgrade(db, from, _to, transaction) {
          for (const migration of MIGRATIONS.slice(from)) {
            // A step works on the database as it was then, not on today's shape of it.
            await migration.run(db as unknown as IDBPDatabase, transaction as unknown as Upgrade);
          }
        },
        blocking(_current, _blocked, event) {
          // A newer version of the app in another tab must not wait for this one.
          (event.target as IDBDatabase).close();
        },
      }),
    'storage-refused',
  );
}

/** A write that is done when it is on disk. */
export function writing<Name extends StoreName>(db: Database, stores: Name[]) {
  return db.transaction(stores, 'readwrite', { durability: 'strict' });
}
