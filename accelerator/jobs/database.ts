import path from 'node:path';
import Database from 'better-sqlite3';
import { FaultError, type FaultReason } from '#core/schema/fault.ts';

/** One step from a schema to the next. Those that have been released are never changed. */
export interface Migration {
  readonly name: string;
  readonly sql: string;
}

/** How long to wait for a process that is just ending, in milliseconds. */
const PATIENCE_MS = 2_000;

/**
 * Opens a file and brings its schema up to date; what is committed is on the disk. The file is held alone: nobody
 * else opens it until it is closed, by `close` or by the end of the process.
 * Throws FaultError `accelerator-data-newer`, `accelerator-data-damaged`, `accelerator-data-in-use`, `no-room-on-disk`;
 * the file is then as it was.
 */
export function openDatabase(file: string, migrations: readonly Migration[]): Database.Database {
  let database: Database.Database | undefined;
  try {
    database = new Database(file, { timeout: PATIENCE_MS });
    database.pragma('locking_mode = EXCLUSIVE');
    // A newer Kinora may need even its journal as it is: asked before anything is set.
    const version = Number(database.pragma('user_version', { simple: true }));
    if (version > migrations.length) throw new FaultError('accelerator-data-newer', { file });
    const problem = database.pragma('quick_check(1)', { simple: true });
    if (problem !== 'ok') throw new FaultError('accelerator-data-damaged', { file, detail: `SQLite says: ${String(problem)}.` });
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = FULL');
    migrate(database, migrations, version);
    return database;
  } catch (error) {
    database?.close();
    throw asFault(error, file);
  }
}

function migrate(database: Database.Database, migrations: readonly Migration[], from: number): void {
  const step = database.transaction((sql: string, version: number) => {
    database.exec(sql);
    database.pragma(`user_version = ${version}`);
  });
  migrations.slice(from).forEach(({ sql }, i) => step.immediate(sql, from + i + 1));
  // Held from here on, also where there was nothing to do.
  database.transaction(() => undefined).exclusive();
}

const REASONS: readonly (readonly [code: RegExp, reason: FaultReason])[] = [
  [/^SQLITE_(NOTADB|CORRUPT)/, 'accelerator-data-damaged'],
  [/^SQLITE_(BUSY|LOCKED)/, 'accelerator-data-in-use'],
  [/^SQLITE_(FULL|IOERR_WRITE|IOERR_FSYNC|IOERR_TRUNCATE)/, 'no-room-on-disk'],
];

/** What SQLite threw, as a fault where one was to be expected. */
export function asFault(error: unknown, file: string): unknown {
  if (!(error instanceof Database.SqliteError)) return error;
  const reason = REASONS.find(([code]) => code.test(error.code))?.[1];
  return reason ? new FaultError(reason, { file: path.basename(file) }, { cause: error }) : error;
}
