import type { Database } from 'better-sqlite3';
import type { Logger } from 'pino';
import { ForwardClock, type HostClocks } from '#core/domain/queue/forward-clock.ts';
import type { GenerationResult } from '#core/domain/generate/engine.ts';
import type { AcceleratorEngineId } from '#core/schema/engine-id.ts';
import { encodeResult } from '../media/encode-result.ts';
import type { MediaShelf } from '../media/ports.ts';
import { openDatabase } from './database.ts';
import { keepHouse } from './housekeeping.ts';
import { JobStore } from './job-store.ts';
import { Lines } from './lines.ts';
import { MIGRATIONS } from './migrations.ts';
import { type Engines, Offers } from './offers.ts';
import type { JobDesk } from './ports.ts';
import { Reserve } from './reserve.ts';
import type { Meter } from './run-parts.ts';
import { Runner } from './runner.ts';
import { SqliteDesk } from './sqlite-desk.ts';

export interface DeskOptions {
  /** Where the jobs are kept: an SQLite file that this process then holds alone. */
  readonly file: string;
  readonly shelf: MediaShelf;
  /** In the order in which they are preferred. */
  readonly engines: Engines;
  readonly log: Logger;
  /** Jobs at a time for each engine; 1 where nothing is said. */
  readonly concurrency?: Readonly<Partial<Record<AcceleratorEngineId, number>>>;
  readonly meter?: Meter;
  readonly encode?: (result: GenerationResult) => Promise<Uint8Array>;
  /** How long an attempt may make no progress, in milliseconds. */
  readonly stillMs?: number;
  readonly leaseMs?: number;
  /** How long work that was stopped may take to end by itself, in milliseconds. */
  readonly stopMs?: number;
  /** 0 to 1. */
  readonly random?: () => number;
  readonly clocks?: HostClocks;
}

/** On a slow card one step of a large model takes minutes. */
const STILL_MS = 30 * 60_000;
const LEASE_MS = 60_000;
const STOP_MS = 10_000;
const CLOCKS: HostClocks = { date: () => Date.now(), steady: () => performance.now() };

/** Opens the desk and sets it to work. Throws FaultError as `openDatabase` does. */
export const openDesk = ({ file, ...options }: DeskOptions): JobDesk => deskOver(openDatabase(file, MIGRATIONS), options);

/** The desk over a database that is open. */
export function deskOver(database: Database, options: Omit<DeskOptions, 'file'>): JobDesk {
  const { shelf, engines, log, concurrency = {}, encode = encodeResult, meter = () => () => undefined } = options;
  const { stillMs = STILL_MS, leaseMs = LEASE_MS, stopMs = STOP_MS, random = Math.random, clocks = CLOCKS } = options;
  const clock = new ForwardClock(clocks);
  const store = new JobStore(database, log, clock.now());
  for (const { endedAt, startedAt, createdAt } of store.all()) clock.pass(endedAt ?? startedAt ?? createdAt);
  const offers = new Offers(engines, log);
  const lines = new Lines(
    store,
    {
      awaits: (kept) => (offers.isHeard ? offers.choose(kept).awaits : undefined),
      engineFor: (kept) => (offers.isHeard ? offers.choose(kept).engine : kept.lane),
      // What a done job leaves behind when it is forgotten is that nobody needs it any more.
      hasTake: () => false,
    },
    clock,
  );
  const reserve = new Reserve(`${database.name}-reserve`);
  const parts = { store, lines, offers, reserve, engines, shelf, clock, log, encode, meter, stillMs, leaseMs, stopMs, random };
  const runner = new Runner({ ...parts, concurrency: (engine) => concurrency[engine] ?? 1 });
  runner.start();
  const stopHouse = keepHouse(store, shelf, log);
  return new SqliteDesk({ store, lines, offers, reserve, runner, shelf, onClose: stopHouse });
}
