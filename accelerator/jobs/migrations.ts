import type { Migration } from './database.ts';

/** The schema of the jobs' file, step by step: its `user_version` says how many it has taken. */
export const MIGRATIONS: readonly Migration[] = [
  {
    name: 'jobs and their events',
    sql: `
      -- Columns that hold JSON are read through the schema of the same name in core/schema. Times are milliseconds since 1970.
      CREATE TABLE jobs (
        client TEXT NOT NULL,
        id TEXT NOT NULL,
        "order" TEXT NOT NULL,
        job TEXT NOT NULL,
        engine TEXT NOT NULL,
        priority TEXT NOT NULL,
        rank TEXT NOT NULL,
        needs TEXT NOT NULL,
        steps_down TEXT NOT NULL,
        log TEXT NOT NULL,
        result TEXT,
        collected INTEGER NOT NULL,
        submitted_at INTEGER NOT NULL,
        started_at INTEGER,
        ended_at INTEGER,
        PRIMARY KEY (client, id)
      ) STRICT, WITHOUT ROWID;

      -- The latest event of each job. What a job is now stands in its row; gone: it was forgotten.
      CREATE TABLE events (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        client TEXT NOT NULL,
        id TEXT NOT NULL,
        gone INTEGER NOT NULL,
        UNIQUE (client, id)
      ) STRICT;
      CREATE INDEX gone_events ON events (seq) WHERE gone = 1;

      -- Up to which event those of forgotten jobs are no longer known.
      CREATE TABLE horizon (only INTEGER PRIMARY KEY CHECK (only = 1), seq INTEGER NOT NULL) STRICT;

      -- Rows that could not be read, as they were.
      CREATE TABLE unreadable_jobs (found_at INTEGER NOT NULL, why TEXT NOT NULL, row TEXT NOT NULL) STRICT;

      -- Numbers begin above all that a file before this one can have told.
      INSERT INTO sqlite_sequence (name, seq) VALUES ('events', unixepoch() * 1000);
      INSERT INTO horizon (only, seq) VALUES (1, unixepoch() * 1000);
    `,
  },
];
