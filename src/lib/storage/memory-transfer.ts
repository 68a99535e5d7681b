import { isSameRecord } from '#core/domain/backup/same-record.ts';
import type { ProjectId } from '#core/schema/project-ids.ts';
import type { MemoryProjectStore } from './memory-projects.ts';
import type { BackupPatch, BackupStore, DraftStore, JobStore, NoticeStore, SettingsStore, TakeStore, TransferStore } from './ports.ts';
import { BackupStanding } from './backup-standing.ts';
import type { ProjectChange, ProjectLog, RecordChange, Snapshot, WholeSnapshot } from './snapshot.ts';

interface MemoryStores {
  readonly takes: TakeStore;
  readonly jobs: JobStore;
  readonly drafts: DraftStore & { forget(): void };
  readonly settings: SettingsStore;
  readonly notices: NoticeStore;
  readonly projects: MemoryProjectStore;
}

type PlainChange = Exclude<RecordChange, ProjectChange>;

/** Records of all kinds in memory. What is written in one go is written without a pause, so nobody sees half. */
export class MemoryTransferStore implements TransferStore {
  readonly #stores: MemoryStores;

  constructor(stores: MemoryStores) {
    this.#stores = stores;
  }

  async snapshot(): Promise<Snapshot> {
    const { takes, jobs, drafts, settings, notices, projects } = this.#stores;
    const [allTakes, allJobs, draft, allSettings, allNotices, allProjects] = await Promise.all([
      takes.all(),
      jobs.all(),
      drafts.read(),
      settings.read(),
      notices.all(),
      projects.all(),
    ]);
    return { takes: allTakes, jobs: allJobs, draft, settings: allSettings, notices: allNotices, projects: allProjects };
  }

  async snapshotWithLogs(of: 'all' | readonly ProjectId[]): Promise<WholeSnapshot> {
    const snapshot = await this.snapshot();
    const logs = new Map<ProjectId, ProjectLog>();
    for (const { id } of snapshot.projects) if (of === 'all' || of.includes(id)) logs.set(id, (await this.#stores.projects.log(id))!);
    return { ...snapshot, logs };
  }

  async merge(changes: readonly RecordChange[]): Promise<boolean> {
    const { projects } = this.#stores;
    const [films, plain] = [changes.filter(isProject), changes.filter(isPlain)];
    const lies = await this.#lying(plain);
    if (!plain.every(({ store, before }, i) => isSameRecord(store, before, lies[i])) || !films.every((change) => projects.isBefore(change))) return false;
    for (const change of films) projects.write(change);
    await Promise.all(plain.map((change) => this.#write(change, change.after)));
    return true;
  }

  async unmerge(changes: readonly RecordChange[]): Promise<number> {
    const { projects } = this.#stores;
    const films = changes.filter(isProject).filter((change) => projects.isAfter(change));
    const plain = changes.filter(isPlain);
    const lies = await this.#lying(plain);
    const back = plain.filter(({ store, after }, i) => isSameRecord(store, after, lies[i]));
    for (const change of films) projects.takeBack(change);
    for (const change of back) await this.#write(change, change.before);
    return changes.length - films.length - back.length;
  }

  async #lying(changes: readonly PlainChange[]): Promise<readonly unknown[]> {
    const { takes, jobs, drafts, settings, notices } = this.#stores;
    const allNotices = new Map((await notices.all()).map((notice) => [notice.id, notice]));
    return Promise.all(
      changes.map(({ store, after }) => {
        switch (store) {
          case 'takes':
            return takes.get(after.id);
          case 'jobs':
            return jobs.get(after.id);
          case 'notices':
            return allNotices.get(after.id);
          case 'draft':
            return drafts.read();
          case 'settings':
            return settings.read();
        }
      }),
    );
  }

  async #write(change: PlainChange, record: PlainChange['after'] | undefined): Promise<void> {
    const { takes, jobs, drafts, settings, notices } = this.#stores;
    const { store, after } = change;
    switch (store) {
      case 'takes':
        return record ? takes.put(record as typeof after) : takes.delete(after.id);
      case 'jobs':
        return record
          ? void (await Promise.all([jobs.clear([after.id], () => true), jobs.add(record as typeof after)]))
          : jobs.clear([after.id], () => true);
      case 'notices': {
        if (record) return notices.put(record as typeof after);
        const others = (await notices.all()).filter(({ id }) => id !== after.id);
        return void (await Promise.all([notices.clear(), notices.put(...others)]));
      }
      case 'draft':
        return record ? drafts.write(record as typeof after) : drafts.forget();
      case 'settings':
        return settings.write(record as typeof after);
    }
  }
}

const isProject = (change: RecordChange): change is ProjectChange => change.store === 'projects';
const isPlain = (change: RecordChange): change is PlainChange => change.store !== 'projects';

export class MemoryBackupStore implements BackupStore {
  #standing = BackupStanding.parse({});
  #folder: FileSystemDirectoryHandle | undefined;

  async read(): Promise<BackupStanding> {
    return structuredClone(this.#standing);
  }

  async write(patch: BackupPatch): Promise<BackupStanding> {
    this.#standing = BackupStanding.parse({ ...this.#standing, ...patch });
    return structuredClone(this.#standing);
  }

  async folder(): Promise<FileSystemDirectoryHandle | undefined> {
    return this.#folder;
  }

  async setFolder(folder: FileSystemDirectoryHandle | undefined): Promise<void> {
    this.#folder = folder;
  }
}
