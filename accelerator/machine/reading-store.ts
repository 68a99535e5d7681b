import { rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { MachineReading } from '#core/schema/accelerator/machine.ts';

/** Readings over restarts, one a minute. Losing them loses nothing else, so they lie in a file of their own. */
export class ReadingStore {
  readonly #database: Database.Database;
  readonly #insert: Database.Statement<[number, string]>;
  readonly #prune: Database.Statement<[number]>;

  /** Opens the file; one that is damaged is begun anew. */
  constructor(file: string) {
    this.#database = opened(file);
    this.#insert = this.#database.prepare('INSERT OR REPLACE INTO reading (at, reading) VALUES (?, ?)');
    this.#prune = this.#database.prepare('DELETE FROM reading WHERE at < ?');
  }

  /** All readings, oldest first; what is not understood is left out. */
  all(): MachineReading[] {
    const rows = this.#database.prepare<[], { reading: string }>('SELECT reading FROM reading ORDER BY at').all();
    return rows.flatMap(({ reading }) => {
      try {
        const parsed = MachineReading.safeParse(JSON.parse(reading));
        return parsed.success ? [parsed.data] : [];
      } catch {
        return [];
      }
    });
  }

  /** Keeps a reading, and lets go of all before `oldest` (milliseconds since 1970). */
  keep(reading: MachineReading, oldest: number): void {
    this.#insert.run(reading.at, JSON.stringify(reading));
    this.#prune.run(oldest);
  }

  close(): void {
    this.#database.close();
  }
}

function opened(file: string): Database.Database {
  try {
    return open(file);
  } catch {
    for (const end of ['', '-wal', '-shm']) rmSync(`${file}${end}`, { force: true });
    return open(file);
  }
}

function open(file: string): Database.Database {
  const database = new Database(file);
  try {
    database.pragma('journal_mode = WAL');
    // A minute that a power cut takes away was no promise.
    database.pragma('synchronous = OFF');
    database.exec('CREATE TABLE IF NOT EXISTS reading (at INTEGER PRIMARY KEY, reading TEXT NOT NULL) STRICT');
    database.prepare('SELECT count(*) FROM reading').get();
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}
