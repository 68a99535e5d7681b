import type { IDBPTransaction } from 'idb';
import { Notice } from '#core/schema/notice.ts';
import type { ProjectId } from '#core/schema/project-ids.ts';
import { Take } from '#core/schema/take.ts';
import { ProjectRecord } from '#core/schema/project-record.ts';
import type { Connection, Writing } from './connection.ts';
import type { KinoraSchema, StoreName } from './database.ts';
import type { TransferStore } from './ports.ts';
import { readLog } from './project-log.ts';
import { Draft, JobRecord, Settings } from './records.ts';
import type { ProjectLog, RecordChange, Snapshot, WholeSnapshot } from './snapshot.ts';
import { type Place, recordPlace } from './transfer-place.ts';
import { projectPlace } from './transfer-project.ts';

type Part = Exclude<StoreName, 'aside'>;
const RECORDS: Part[] = ['takes', 'jobs', 'singles', 'notices', 'projects'];
const ALL: Part[] = [...RECORDS, 'project-log', 'project-points'];

/** Records of all kinds in IndexedDB, each call one transaction. */
export class IdbTransferStore implements TransferStore {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  snapshot(): Promise<Snapshot> {
    return this.#connection.read((db) => readRecords(db.transaction(RECORDS)));
  }

  snapshotWithLogs(of: 'all' | readonly ProjectId[]): Promise<WholeSnapshot> {
    return this.#connection.read(async (db) => {
      const transaction = db.transaction(ALL);
      const snapshot = await readRecords(transaction);
      const logs = new Map<ProjectId, ProjectLog>();
      for (const { id } of snapshot.projects) if (of === 'all' || of.includes(id)) logs.set(id, await readLog(transaction, id));
      return { ...snapshot, logs };
    });
  }

  merge(changes: readonly RecordChange[]): Promise<boolean> {
    return this.#connection.write(ALL, async (transaction) => {
      const places = changes.map((change) => place(transaction, change));
      const fits = (await Promise.all(places.map((at) => at.isBefore()))).every(Boolean);
      if (fits) await Promise.all(places.map((at) => at.write()));
      return fits;
    });
  }

  unmerge(changes: readonly RecordChange[]): Promise<number> {
    return this.#connection.write(ALL, async (transaction) => {
      const places = changes.map((change) => place(transaction, change));
      const stands = await Promise.all(places.map((at) => at.isAfter()));
      const back = places.filter((_, i) => stands[i]);
      await Promise.all(back.map((at) => at.takeBack()));
      return changes.length - back.length;
    });
  }
}

const place = (transaction: Writing<Part>, change: RecordChange): Place =>
  change.store === 'projects' ? projectPlace(transaction, change) : recordPlace(transaction, change);

async function readRecords(transaction: Pick<IDBPTransaction<KinoraSchema, Part[], IDBTransactionMode>, 'objectStore'>): Promise<Snapshot> {
  const [takes, jobs, notices, projects, draft, settings] = await Promise.all([
    transaction.objectStore('takes').getAll(),
    transaction.objectStore('jobs').getAll(),
    transaction.objectStore('notices').getAll(),
    transaction.objectStore('projects').getAll(),
    transaction.objectStore('singles').get('draft'),
    transaction.objectStore('singles').get('settings'),
  ]);
  return {
    takes: readable(takes, Take),
    jobs: readable(jobs, JobRecord),
    notices: readable(notices, Notice),
    projects: readable(projects, ProjectRecord),
    draft: Draft.safeParse(draft).data,
    settings: Settings.safeParse(settings).data ?? Settings.parse({}),
  };
}

function readable<Value>(records: readonly unknown[], schema: { safeParse(record: unknown): { data?: Value } }): Value[] {
  return records.map((record) => schema.safeParse(record).data).filter((record) => record !== undefined);
}
