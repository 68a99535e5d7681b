import type { IDBPTransaction } from 'idb';
import { FaultError } from '#core/schema/fault.ts';
import { type Database, type KinoraSchema, openDatabase, type StoreName } from './database.ts';
import { reportingFaults } from './faults.ts';

export type Writing<Name extends StoreName> = IDBPTransaction<KinoraSchema, Name[], 'readwrite'>;

/**
 * Every write takes hold of this store, too, so that they are done one after the other, also those of other
 * tabs. Chromium deletes a database that it was killed in the middle of two writes to (docs/decisions/0031).
 */
const TURNSTILE = 'aside';

/** What can happen to an open database from outside. */
export type Interruption =
  /** A newer version of the app has changed it: this tab reads and writes nothing any more. */
  | 'newer-version-open'
  /** The browser closed it, or it was deleted; it has been opened again and may be empty. */
  | 'reopened';

/**
 * The one way to the database. Every write is one transaction, whole or not at all, and done when it
 * is on disk. Where another tab needs the database for an upgrade it is let go at once, and all that
 * is asked of this tab later ends in FaultError `newer-version-open`.
 */
export class Connection {
  readonly #name: string;
  readonly #listeners = new Set<(what: Interruption) => void>();
  #db: Promise<Database>;
  #state: 'open' | 'closed by the browser' | 'newer version open' = 'open';

  private constructor(name: string, onBlocked?: () => void) {
    this.#name = name;
    this.#db = this.#open(onBlocked);
  }

  /** `onBlocked` hears when a tab of an older version keeps the upgrade waiting. Throws FaultError `storage-refused` or `storage-newer`. */
  static async open(name: string, onBlocked?: () => void): Promise<Connection> {
    const connection = new Connection(name, onBlocked);
    await connection.#db;
    return connection;
  }

  read<Value>(work: (db: Database) => Promise<Value>): Promise<Value> {
    return reportingFaults(async () => work(await this.#ready()));
  }

  /** Runs the work in one transaction; what throws in it undoes all of it. Throws FaultError `no-room-on-disk`. */
  write<Name extends StoreName, Value>(
    stores: Name[],
    work: (transaction: Writing<Name>) => Promise<Value>,
  ): Promise<Value> {
    return reportingFaults(async () => {
      const db = await this.#ready();
      const held = [...new Set<StoreName>([...stores, TURNSTILE])];
      const transaction = db.transaction(held, 'readwrite', { durability: 'strict' }) as Writing<StoreName> as Writing<Name>;
      const done = transaction.done;
      try {
        const [value] = await Promise.all([work(transaction), done]);
        return value;
      } catch (error) {
        abort(transaction);
        // The reason of the abort says more than the request that it cut off.
        await done.catch(() => undefined);
        throw transaction.error ?? error;
      }
    });
  }

  /** Calls back when something happens to the database from outside; returns the way to stop. */
  watch(listener: (what: Interruption) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    void this.#db.then(
      (db) => db.close(),
      () => undefined,
    );
    this.#listeners.clear();
  }

  async #ready(): Promise<Database> {
    if (this.#state === 'newer version open') throw new FaultError('newer-version-open');
    if (this.#state === 'closed by the browser') {
      this.#state = 'open';
      this.#db = this.#open();
      this.#db.then(
        () => this.#tell('reopened'),
        () => (this.#state = 'closed by the browser'),
      );
    }
    return this.#db;
  }

  #open(onBlocked?: () => void): Promise<Database> {
    return openDatabase(this.#name, {
      ...(onBlocked && { blocked: onBlocked }),
      blocking: (_version, newVersion, event) => {
        (event.target as IDBDatabase).close();
        this.#state = newVersion === null ? 'closed by the browser' : 'newer version open';
        if (newVersion !== null) this.#tell('newer-version-open');
      },
      terminated: () => (this.#state = 'closed by the browser'),
    });
  }

  #tell(what: Interruption): void {
    for (const listener of this.#listeners) listener(what);
  }
}

function abort(transaction: { abort(): void }): void {
  try {
    transaction.abort();
  } catch {
    // It is over already.
  }
}
