import { isSame } from '#core/domain/backup/merge-backup.ts';
import type { Compacted, HistoryPoint, LogEntry } from '#core/document/log/compact.ts';
import type { ProjectId } from '#core/schema/project-ids.ts';
import type { ProjectSummary } from '#core/schema/project-summary.ts';
import { namedSoFar } from './named-so-far.ts';
import { endsAsLeft } from './log-end.ts';
import type { ProjectStore } from './ports.ts';
import { lastChangedFirst } from './project-store.ts';
import type { ProjectRecord } from '#core/schema/project-record.ts';
import type { ProjectChange, ProjectLog } from './snapshot.ts';

interface Kept {
  record: ProjectRecord;
  /** Entries by their number. */
  log: Map<number, LogEntry>;
  points: readonly HistoryPoint[];
}

/** Projects that live as long as the tab. */
export class MemoryProjectStore implements ProjectStore {
  readonly #projects = new Map<ProjectId, Kept>();

  async all(): Promise<readonly ProjectRecord[]> {
    return lastChangedFirst([...this.#projects.values()].map(({ record }) => structuredClone(record)));
  }

  async get(id: ProjectId): Promise<ProjectRecord | undefined> {
    return structuredClone(this.#projects.get(id)?.record);
  }

  async add(record: ProjectRecord, { entries, points }: Omit<ProjectLog, 'upTo'>): Promise<boolean> {
    if (this.#projects.has(record.id)) return false;
    this.#projects.set(record.id, structuredClone({ record, log: new Map(entries.entries()), points }));
    return true;
  }

  async append(id: ProjectId, entries: readonly LogEntry[], now: ProjectSummary & { readonly changedAt: number }): Promise<boolean> {
    const kept = this.#projects.get(id);
    if (!kept) return false;
    kept.record = structuredClone({ ...kept.record, ...now, assets: namedSoFar(kept.record.assets, now.assets) });
    for (const entry of entries) kept.log.set(lastOf(kept) + 1, structuredClone(entry));
    return true;
  }

  async change(ids: readonly ProjectId[], change: (record: ProjectRecord) => ProjectRecord): Promise<readonly ProjectRecord[]> {
    return ids.flatMap((id) => {
      const kept = this.#projects.get(id);
      if (!kept) return [];
      kept.record = structuredClone(change(structuredClone(kept.record)));
      return [structuredClone(kept.record)];
    });
  }

  async log(id: ProjectId): Promise<ProjectLog | undefined> {
    const kept = this.#projects.get(id);
    return kept && structuredClone(logOf(kept));
  }

  async compact(id: ProjectId, { upTo, count }: { upTo: number; count: number }, { entry, points }: Compacted): Promise<boolean> {
    const kept = this.#projects.get(id);
    const replaced = [...(kept?.log.keys() ?? [])].filter((number) => number <= upTo);
    if (!kept || replaced.length !== count || replaced.at(-1) !== upTo) return false;
    const later = [...kept.log].filter(([number]) => number > upTo);
    kept.log = new Map(structuredClone([[upTo, entry], ...later]));
    kept.points = structuredClone(points);
    return true;
  }

  async delete(...ids: readonly ProjectId[]): Promise<void> {
    for (const id of ids) this.#projects.delete(id);
  }

  async deleteWhere(test: (record: ProjectRecord) => boolean): Promise<void> {
    for (const [id, { record }] of [...this.#projects]) if (test(structuredClone(record))) this.#projects.delete(id);
  }

  /** Whether what lies here is what an import's change says was there before it. */
  isBefore({ before, after, upTo }: ProjectChange): boolean {
    const kept = this.#projects.get(after.id);
    return isSame(before, kept?.record) && (kept ? lastOf(kept) : -1) === upTo;
  }

  /** Whether it is what the change has written. */
  isAfter(change: ProjectChange): boolean {
    const kept = this.#projects.get(change.after.id);
    return kept !== undefined && isSame(change.after, kept.record) && endsAsLeft(logOf(kept), change);
  }

  write({ before, after, log: { entries, points } }: ProjectChange): void {
    const kept = this.#projects.get(after.id);
    const next: Kept = { record: after, log: new Map(kept?.log), points: before && kept ? kept.points : points };
    for (const entry of entries) next.log.set(lastOf(next) + 1, entry);
    this.#projects.set(after.id, structuredClone(next));
  }

  takeBack({ before, after, upTo }: ProjectChange): void {
    const kept = this.#projects.get(after.id);
    if (!kept || !before) return void this.#projects.delete(after.id);
    kept.record = structuredClone(before);
    kept.log = new Map([...kept.log].filter(([number]) => number <= upTo));
  }
}

const logOf = (kept: Kept): ProjectLog => ({ entries: [...kept.log.values()], points: kept.points, upTo: lastOf(kept) });

const lastOf = ({ log }: Kept): number => [...log.keys()].at(-1) ?? -1;
