import type { Compacted, LogEntry } from '#core/document/log/compact.ts';
import type { ProjectId } from '#core/schema/project-ids.ts';
import type { ProjectSummary } from '#core/schema/project-summary.ts';
import type { Connection, Writing } from './connection.ts';
import { namedSoFar } from './named-so-far.ts';
import { parseRecord } from './parse-record.ts';
import type { ProjectLog, ProjectStore } from './ports.ts';
import { lastNumber, putEntries, rangeOf, readLog } from './project-log.ts';
import { ProjectRecord } from './records.ts';

const STORES = ['projects', 'project-log', 'project-points'] as const;

/** Projects in IndexedDB: the entries of a log lie under the project's id and their number. */
export class IdbProjectStore implements ProjectStore {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async all(): Promise<readonly ProjectRecord[]> {
    const [keys, records] = await this.#connection.read((db) => {
      const { store } = db.transaction('projects');
      return Promise.all([store.getAllKeys(), store.getAll()]);
    });
    const read = await Promise.all(records.map((record, i) => this.#parse(keys[i]!, record)));
    return lastChangedFirst(read.filter((record) => record !== undefined));
  }

  async get(id: ProjectId): Promise<ProjectRecord | undefined> {
    return this.#parse(id, await this.#connection.read((db) => db.get('projects', id)));
  }

  add(record: ProjectRecord, { entries, points }: Omit<ProjectLog, 'upTo'>): Promise<boolean> {
    return this.#connection.write([...STORES], async (transaction) => {
      const projects = transaction.objectStore('projects');
      if ((await projects.get(record.id)) !== undefined) return false;
      await projects.put(record);
      await transaction.objectStore('project-points').put(points, record.id);
      await putEntries(transaction, record.id, entries, 0);
      return true;
    });
  }

  append(id: ProjectId, entries: readonly LogEntry[], now: ProjectSummary & { readonly changedAt: number }): Promise<boolean> {
    return this.#connection.write(['projects', 'project-log'], async (transaction) => {
      // All that is read at once, then all that is written: a page that is left in this moment has little time.
      const [record, last] = await Promise.all([transaction.objectStore('projects').get(id), lastNumber(transaction, id)]);
      const kept = ProjectRecord.safeParse(record).data;
      if (!kept) return false;
      await Promise.all([
        transaction.objectStore('projects').put({ ...kept, ...now, assets: namedSoFar(kept.assets, now.assets) }),
        putEntries(transaction, id, entries, last + 1),
      ]);
      return true;
    });
  }

  change(ids: readonly ProjectId[], change: (record: ProjectRecord) => ProjectRecord): Promise<readonly ProjectRecord[]> {
    return this.#connection.write(['projects'], async (transaction) => {
      const store = transaction.objectStore('projects');
      const changed: ProjectRecord[] = [];
      for (const id of ids) {
        const kept = ProjectRecord.safeParse(await store.get(id)).data;
        if (!kept) continue;
        changed.push(change(kept));
        await store.put(changed.at(-1));
      }
      return changed;
    });
  }

  log(id: ProjectId): Promise<ProjectLog | undefined> {
    return this.#connection.read(async (db) => {
      const transaction = db.transaction([...STORES]);
      const [record, log] = await Promise.all([transaction.objectStore('projects').get(id), readLog(transaction, id)]);
      return record === undefined ? undefined : log;
    });
  }

  compact(id: ProjectId, { upTo, count }: { upTo: number; count: number }, { entry, points, setAside }: Compacted): Promise<boolean> {
    return this.#connection.write(['project-log', 'project-points', 'aside'], async (transaction) => {
      const log = transaction.objectStore('project-log');
      const range = IDBKeyRange.bound([id, 0], [id, upTo]);
      const keys = await log.getAllKeys(range);
      if (keys.length !== count || keys.at(-1)?.[1] !== upTo) return false;
      for (const { index, why } of setAside) {
        const record = await log.get(keys[index]!);
        await transaction.objectStore('aside').add({ store: 'project-log', record, problem: why, at: Date.now() });
      }
      await log.delete(range);
      await log.put(entry, [id, upTo]);
      await transaction.objectStore('project-points').put(points, id);
      return true;
    });
  }

  delete(...ids: readonly ProjectId[]): Promise<void> {
    return this.#connection.write([...STORES], (transaction) => deleteAll(transaction, ids));
  }

  deleteWhere(test: (record: ProjectRecord) => boolean): Promise<void> {
    return this.#connection.write([...STORES], async (transaction) => {
      const records = await transaction.objectStore('projects').getAll();
      // What cannot be read says of itself nothing that could be true.
      const gone = records.flatMap((record) => ProjectRecord.safeParse(record).data ?? []).filter(test);
      await deleteAll(transaction, gone.map(({ id }) => id));
    });
  }

  #parse(key: ProjectId, record: unknown): Promise<ProjectRecord | undefined> {
    return parseRecord(this.#connection, 'projects', key, record, ProjectRecord);
  }
}

async function deleteAll(transaction: Writing<'projects' | 'project-log' | 'project-points'>, ids: readonly ProjectId[]): Promise<void> {
  for (const id of ids) {
    await transaction.objectStore('projects').delete(id);
    await transaction.objectStore('project-points').delete(id);
    await transaction.objectStore('project-log').delete(rangeOf(id));
  }
}

export const lastChangedFirst = (records: readonly ProjectRecord[]): ProjectRecord[] => [...records].sort((a, b) => b.changedAt - a.changedAt);
