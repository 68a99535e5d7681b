import { type DBSchema, type IDBPDatabase, type IDBPTransaction, openDB, type OpenDBCallbacks } from 'idb';
import { FaultError } from '#core/schema/fault.ts';
import type { JobId, NoticeId, TakeId } from '#core/schema/ids.ts';
import type { ProjectId } from '#core/schema/project-ids.ts';
import { isQuotaError, reportingFaults } from './faults.ts';
import { MIGRATIONS } from './migrations/all.ts';
import { isUnknownError, openPatiently } from './open-patiently.ts';

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
  singles: { key: 'draft' | 'settings' | 'standing' | 'backup' | 'backup-folder' | 'identity' | 'accelerator' | 'accelerator-keys'; value: unknown };
  notices: { key: NoticeId; value: unknown };
  projects: { key: ProjectId; value: unknown };
  /** The entries of each project's log, by its id and their number. */
  'project-log': { key: [ProjectId, number]; value: unknown };
  'project-points': { key: ProjectId; value: unknown };
  aside: { key: number; value: SetAside };
}

export type Database = IDBPDatabase<KinoraSchema>;
type Upgrade = IDBPTransaction<unknown, string[], 'versionchange'>;
export type StoreName = 'takes' | 'jobs' | 'singles' | 'notices' | 'projects' | 'project-log' | 'project-points' | 'aside';

/** Calls from the browser about an open database; see idb's `openDB`. */
export type DatabaseCallbacks = Pick<OpenDBCallbacks<KinoraSchema>, 'blocked' | 'blocking' | 'terminated'>;

/**
 * Opens the database and brings it up to date, whole or not at all. Throws FaultError `storage-newer`
 * where a newer version wrote it, `upgrade-failed`, `storage-unreadable` where
 * the browser cannot open it, or `storage-refused` where it keeps nothing.
 */
export function openDatabase(name: string, callbacks: DatabaseCallbacks = {}): Promise<Database> {
  let failure: { readonly cause: unknown } | undefined;
  const open = () =>
    openDB<KinoraSchema>(name, MIGRATIONS.length, {
      async upgrade(db, from, _to, transaction) {
        transaction.done.catch(() => undefined);
        try {
          for (const migration of MIGRATIONS.slice(from)) {
            // A step works on the database as it was then, not on today's shape of it.
            await migration.run(db as unknown as IDBPDatabase, transaction as unknown as Upgrade);
          }
        } catch (cause) {
          // Without this the steps that were taken would be committed under the new version.
          failure = { cause };
          if (transaction.error === null) transaction.abort();
        }
      },
      ...callbacks,
    });
  return reportingFaults(() =>
    openPatiently(open).catch((error: unknown) => {
      throw openingFault(error, failure);
    }),
  );
}

function openingFault(error: unknown, failure: { readonly cause: unknown } | undefined): unknown {
  if (isQuotaError(error)) return error;
  if (isQuotaError(failure?.cause)) return failure?.cause;
  if (failure) return new FaultError('upgrade-failed', { detail: String(failure.cause) }, failure);
  if (error instanceof DOMException && error.name === 'VersionError') return new FaultError('storage-newer', {}, { cause: error });
  return new FaultError(isUnknownError(error) ? 'storage-unreadable' : 'storage-refused', {}, { cause: error });
}
