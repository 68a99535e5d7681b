import type { IDBPDatabase, IDBPTransaction } from 'idb';

/**
 * One step of the database from a version to the next, in one transaction: it happens whole or not at
 * all. Steps know nothing of today's schemas, as those will change; none is changed once released.
 */
export interface Migration {
  readonly name: string;
  run(db: IDBPDatabase, transaction: IDBPTransaction<unknown, string[], 'versionchange'>): void | Promise<void>;
}

/** A record as it may lie in an old database. */
export type OldRecord = Record<string, unknown>;

/** Whether something is a record of a schema's version. What is not is left as it lies; reading sets it aside. */
export const isOfSchema = (record: unknown, schema: number): record is OldRecord =>
  typeof record === 'object' && record !== null && (record as OldRecord)['schema'] === schema;
