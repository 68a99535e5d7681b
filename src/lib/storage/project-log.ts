import type { IDBPTransaction } from 'idb';
import { z } from 'zod';
import type { LogEntry } from '#core/document/log/compact.ts';
import type { ProjectId } from '#core/schema/project-ids.ts';
import type { Writing } from './connection.ts';
import type { KinoraSchema } from './database.ts';
import type { ProjectLog } from './snapshot.ts';

const Entry = z.object({ bytes: z.instanceof(Uint8Array), at: z.number() });
const Points = z.array(z.object({ at: z.number(), snapshot: z.instanceof(Uint8Array) }));

/** Where the entries of a project's log lie: under its id and their number. */
export const rangeOf = (id: ProjectId): IDBKeyRange => IDBKeyRange.bound([id, 0], [id, Infinity]);

type LogWriting = Pick<Writing<'project-log'>, 'objectStore'>;
type LogReading = Pick<IDBPTransaction<KinoraSchema, ('project-log' | 'project-points')[], IDBTransactionMode>, 'objectStore'>;

export async function readLog(transaction: LogReading, id: ProjectId): Promise<ProjectLog> {
  const log = transaction.objectStore('project-log');
  const [keys, values, points] = await Promise.all([
    log.getAllKeys(rangeOf(id)),
    log.getAll(rangeOf(id)),
    transaction.objectStore('project-points').get(id),
  ]);
  return {
    // One that is no entry counts as empty, which the log's own reader knows for broken.
    entries: values.map((value) => Entry.safeParse(value).data ?? { bytes: new Uint8Array(), at: 0 }),
    points: Points.safeParse(points).data ?? [],
    upTo: keys.at(-1)?.[1] ?? -1,
  };
}

/** The number of the last entry; -1 where there is none. */
export async function lastNumber(transaction: LogWriting, id: ProjectId): Promise<number> {
  const cursor = await transaction.objectStore('project-log').openKeyCursor(rangeOf(id), 'prev');
  return cursor?.key[1] ?? -1;
}

/** Puts entries under their numbers, from `from` on. */
export async function putEntries(transaction: LogWriting, id: ProjectId, entries: readonly LogEntry[], from: number): Promise<void> {
  await Promise.all(entries.map((entry, i) => transaction.objectStore('project-log').put(entry, [id, from + i])));
}
