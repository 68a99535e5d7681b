import type { Compacted, LogEntry } from '#core/document/log/compact.ts';
import type { Sha256 } from '#core/schema/ids.ts';
import type { ProjectId } from '#core/schema/project-ids.ts';
import type { ProjectSummary } from '#core/schema/project-summary.ts';
import type { Connection, Writing } from './connection.ts';
import { namedSoFar } from './named-so-far.ts';
import { parseRecord } from './parse-record.ts';
import type { ProjectStore } from './ports.ts';
import { lastNumber, putEntries, rangeOf, readLog } from './project-log.ts';
import { ProjectRecord } from '#core/schema/project-record.ts';
import type { ProjectLog } from './snapshot.ts';

type SummaryNow = ProjectSummary & { readonly changedAt: number };

const STORES = ['projects', 'project-log', 'project-points'] as const;

/** Projects in IndexedDB: the entries of a log lie under the project's id and their number. */
export class IdbProjectStore implements ProjectStore {
  readonly #connection: Connection;
  /** What this tab last saw of logs that it writes to: the last number, and the bytes that the record names. */
  readonly #known = new Map<ProjectId, { readonly upTo: number; readonly assets: ReadonlySet<Sha256> }>();

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

  async append(id: ProjectId, entries: readonly LogEntry[], now: SummaryNow): Promise<boolean> {
    const known = this.#known.get(id);
    if (!known || !now.assets.every((name) => known.assets.has(name))) return this.#appendWhole(id, entries, now);
    const from = known.upTo + 1;
    if (!(await this.#addAtOnce(id, entries, from))) return this.#appendWhole(id, entries, now);
    this.#known.set(id, { ...known, upTo: from + entries.length - 1 });
    return this.#sumUp(id, now);
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
      if (record === undefined) return undefined;
      const kept = ProjectRecord.safeParse(record).data;
      if (kept) this.#known.set(id, { upTo: log.upTo, assets: new Set(kept.assets) });
      return log;
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

  /** Writes without a look at what is there, so that the page may be gone the next moment; false where others have written since. */
  async #addAtOnce(id: ProjectId, entries: readonly LogEntry[], from: number): Promise<boolean> {
    try {
      await this.#connection.write(['project-log'], async (transaction) => {
        const log = transaction.objectStore('project-log');
        const written = Promise.all(entries.map((entry, i) => log.add(entry, [id, from + i])));
        transaction.commit();
        await written;
      });
      return true;
    } catch (error) {
      if (error instanceof DOMException && error.name === 'ConstraintError') return false;
      throw error;
    }
  }

  /** Brings the record up to a log that is written; false, and the log gone, where the project was deleted meanwhile. */
  #sumUp(id: ProjectId, now: SummaryNow): Promise<boolean> {
    return this.#connection.write(['projects', 'project-log'], async (transaction) => {
      const projects = transaction.objectStore('projects');
      const record = await projects.get(id);
      if (record === undefined) await transaction.objectStore('project-log').delete(rangeOf(id));
      const kept = ProjectRecord.safeParse(record).data;
      if (kept) await projects.put({ ...kept, ...now, assets: namedSoFar(kept.assets, now.assets) });
      return kept !== undefined;
    });
  }

  /** The log and the record in one transaction: what names new bytes must never be without them. */
  async #appendWhole(id: ProjectId, entries: readonly LogEntry[], now: SummaryNow): Promise<boolean> {
    const known = await this.#connection.write(['projects', 'project-log'], async (transaction) => {
      const [record, last] = await Promise.all([transaction.objectStore('projects').get(id), lastNumber(transaction, id)]);
      const kept = ProjectRecord.safeParse(record).data;
      if (!kept) return undefined;
      const assets = namedSoFar(kept.assets, now.assets);
      await Promise.all([
        transaction.objectStore('projects').put({ ...kept, ...now, assets }),
        putEntries(transaction, id, entries, last + 1),
      ]);
      return { upTo: last + entries.length, assets: new Set(assets) };
    });
    if (known) this.#known.set(id, known);
    else this.#known.delete(id);
    return known !== undefined;
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
