import type Database from 'better-sqlite3';
import type { Logger } from 'pino';
import { z } from 'zod';
import { isOver } from '#core/domain/queue/job.ts';
import type { ClientId } from '#core/schema/accelerator/client.ts';
import { FaultError } from '#core/schema/fault.ts';
import { JobId, type Sha256 } from '#core/schema/ids.ts';
import { filesOf } from './check-order.ts';
import { asFault } from './database.ts';
import { type KeptJob, readRow, remoteJob, writeRow } from './kept-job.ts';
import type { JobEvent } from './ports.ts';

/** What is written: a job as it is now, or that it is forgotten. `quiet`: nobody is told, as of a lease renewed. */
export type Change = { readonly put: KeptJob; readonly quiet?: boolean } | { readonly forget: KeptJob };

type KeptEvent = Extract<JobEvent, { seq: number }>;

/** Events of forgotten jobs that are kept, for clients that come back. */
const MOST_GONE = 10_000;

const EventRows = z.array(z.object({ seq: z.int().positive(), id: JobId }));

const NOBODY: ReadonlyMap<JobId, KeptJob> = new Map();

/**
 * All jobs, in memory as they lie in the database: memory follows each commit and never goes ahead of it. One process
 * at a time has the file, so that nothing changes behind its back.
 */
export class JobStore {
  readonly #database: Database.Database;
  readonly #log: Logger;
  readonly #mostGone: number;
  readonly #clients = new Map<ClientId, Map<JobId, KeptJob>>();
  readonly #listeners = new Set<(event: KeptEvent) => void>();
  readonly #untold: KeptEvent[] = [];
  readonly #put: Database.Statement;
  readonly #delete: Database.Statement;
  readonly #note: Database.Statement;
  #seq: number;
  #horizon: number;
  #lastRank: string | undefined;
  #named: ReadonlySet<Sha256> | undefined;

  /** Reads all jobs; rows that cannot be read are set aside and their clients told that they are gone. `now`: milliseconds since 1970. */
  constructor(database: Database.Database, log: Logger, now: number, mostGone = MOST_GONE) {
    this.#database = database;
    this.#mostGone = mostGone;
    this.#log = log;
    const columns = ['client', 'id', 'order', 'job', 'engine', 'priority', 'rank', 'needs', 'steps_down', 'log', 'result', 'collected', 'submitted_at', 'started_at', 'ended_at'];
    this.#put = database.prepare(
      `INSERT INTO jobs (${columns.map((name) => `"${name}"`).join(', ')}) VALUES (${columns.map((name) => `@${name}`).join(', ')})
       ON CONFLICT (client, id) DO UPDATE SET ${columns.slice(2).map((name) => `"${name}" = excluded."${name}"`).join(', ')}`,
    );
    this.#delete = database.prepare('DELETE FROM jobs WHERE client = ? AND id = ?');
    this.#note = database.prepare('INSERT OR REPLACE INTO events (client, id, gone) VALUES (?, ?, ?)');
    const unreadable: { row: Record<string, unknown>; why: string }[] = [];
    for (const row of database.prepare('SELECT * FROM jobs').iterate() as IterableIterator<Record<string, unknown>>) {
      const kept = readRow(row);
      if (typeof kept === 'string') unreadable.push({ row, why: kept });
      else this.#remember(kept);
    }
    for (const { row, why } of unreadable) {
      log.error({ client: row['client'], job: row['id'], why }, 'a job could not be read and was set aside');
      this.#setAside(row, why, now);
    }
    this.#seq = this.#number("SELECT seq FROM sqlite_sequence WHERE name = 'events'");
    this.#horizon = this.#number('SELECT seq FROM horizon');
  }

  get seq(): number {
    return this.#seq;
  }

  /** The last place in line, over all clients; undefined where there never was one. */
  get lastRank(): string | undefined {
    return this.#lastRank;
  }

  get(client: ClientId, id: JobId): KeptJob | undefined {
    return this.#clients.get(client)?.get(id);
  }

  of(client: ClientId): ReadonlyMap<JobId, KeptJob> {
    return this.#clients.get(client) ?? NOBODY;
  }

  clients(): readonly ClientId[] {
    return [...this.#clients.keys()];
  }

  *all(): Iterable<KeptJob> {
    for (const line of this.#clients.values()) yield* line.values();
  }

  /** The jobs with which something can still happen by itself. */
  open(): KeptJob[] {
    const open: KeptJob[] = [];
    for (const kept of this.all()) if (!isOver(kept.job)) open.push(kept);
    return open;
  }

  /** Whether a job needs a file: what it names until it is done, then its result until that is collected. */
  names(sha256: Sha256): boolean {
    this.#named ??= new Set([...this.all()].flatMap(namedBy));
    return this.#named.has(sha256);
  }

  /** Whether a job beside this one needs a file. */
  othersName(kept: KeptJob, sha256: Sha256): boolean {
    return [...this.all()].some((other) => other.id !== kept.id && namedBy(other).includes(sha256));
  }

  /** Writes all or nothing; once this returns it is on the disk and everybody has been told. Throws FaultError `no-room-on-disk`. */
  write(changes: readonly Change[]): void {
    if (changes.length === 0) return;
    let events: readonly KeptEvent[];
    try {
      events = this.#database.transaction(() => changes.flatMap((change) => this.#write(change))).immediate();
    } catch (error) {
      throw asFault(error, this.#database.name);
    }
    for (const change of changes) {
      if ('put' in change) this.#remember(change.put);
      else this.#forget(change.forget);
    }
    this.#named = undefined;
    this.#seq = events.at(-1)?.seq ?? this.#seq;
    this.#tell(events);
  }

  /** What happened to a client's jobs after `seq`; undefined when that is not known. */
  since(client: ClientId, seq: number): readonly KeptEvent[] | undefined {
    if (seq < this.#horizon || seq > this.#seq) return undefined;
    const rows = this.#database.prepare('SELECT seq, id FROM events WHERE client = ? AND seq > ? ORDER BY seq').all(client, seq);
    return EventRows.parse(rows).map(({ seq, id }): KeptEvent => {
      const kept = this.get(client, id);
      return kept ? { kind: 'job', seq, client, job: remoteJob(kept) } : { kind: 'gone', seq, client, id };
    });
  }

  subscribe(listener: (event: KeptEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#database.close();
  }

  #write(change: Change): KeptEvent[] {
    if ('forget' in change) {
      const { client, id } = change.forget;
      this.#delete.run(client, id);
      return [{ kind: 'gone', seq: this.#noted(client, id, true), client, id }];
    }
    const { put, quiet = false } = change;
    this.#put.run(writeRow(put));
    if (quiet) return [];
    return [{ kind: 'job', seq: this.#noted(put.client, put.id, false), client: put.client, job: remoteJob(put) }];
  }

  #noted(client: string, id: string, gone: boolean): number {
    const seq = Number(this.#note.run(client, id, gone ? 1 : 0).lastInsertRowid);
    // Counted in steps, so that not every job that is forgotten pays for it.
    if (gone && seq % Math.ceil(this.#mostGone / 10) === 0) this.#shorten();
    return seq;
  }

  /** Drops the oldest events of forgotten jobs: who was away for longer asks for the list. */
  #shorten(): void {
    const oldest = this.#database
      .prepare('SELECT seq FROM events WHERE gone = 1 ORDER BY seq DESC LIMIT 1 OFFSET ?')
      .get(this.#mostGone) as { seq: number } | undefined;
    if (!oldest) return;
    this.#database.prepare('DELETE FROM events WHERE gone = 1 AND seq <= ?').run(oldest.seq);
    this.#database.prepare('UPDATE horizon SET seq = ?').run(oldest.seq);
    this.#horizon = oldest.seq;
  }

  #setAside(row: Record<string, unknown>, why: string, now: number): void {
    this.#database.transaction(() => {
      this.#database.prepare('INSERT INTO unreadable_jobs (found_at, why, row) VALUES (?, ?, ?)').run(now, why, JSON.stringify(row));
      this.#delete.run(row['client'], row['id']);
      this.#noted(String(row['client']), String(row['id']), true);
    })();
  }

  #remember(kept: KeptJob): void {
    let line = this.#clients.get(kept.client);
    if (!line) this.#clients.set(kept.client, (line = new Map()));
    line.set(kept.id, kept);
    if (this.#lastRank === undefined || kept.rank > this.#lastRank) this.#lastRank = kept.rank;
  }

  #forget({ client, id }: KeptJob): void {
    const line = this.#clients.get(client);
    line?.delete(id);
    if (line?.size === 0) this.#clients.delete(client);
  }

  /** In the order of their numbers, also where a listener writes in turn. */
  #tell(events: readonly KeptEvent[]): void {
    const isFirst = this.#untold.length === 0;
    this.#untold.push(...events);
    if (!isFirst) return;
    while (this.#untold[0]) {
      for (const listener of this.#listeners) {
        try {
          listener(this.#untold[0]);
        } catch (error) {
          // Who cannot listen must not keep others from hearing, or what is written from being true.
          this.#log.error({ err: error }, 'a listener to the jobs failed');
        }
      }
      this.#untold.shift();
    }
  }

  #number(sql: string): number {
    const row = this.#database.prepare(sql).get() as { seq: number } | undefined;
    if (!row) throw new FaultError('accelerator-data-damaged', { file: this.#database.name });
    return row.seq;
  }
}

function namedBy({ job, order, result, collected }: KeptJob): Sha256[] {
  if (job.state === 'done') return result && !collected ? [result.media] : [];
  const { request } = order;
  if (request.mode === 'compose') return [request.sheet, ...request.media];
  return [...[request.first, request.last].flatMap((picture) => (picture ? [picture.rgb] : [])), ...filesOf(request)];
}
