import { FaultError } from '#core/schema/fault.ts';
import type { JobId, Sha256, TakeId } from '#core/schema/ids.ts';
import type { Notice } from '#core/schema/notice.ts';
import type { Take } from '#core/schema/take.ts';
import { MemoryAcceleratorStore } from './accelerator-store.ts';
import { sha256 } from './digest.ts';
import { MemoryHearingStore } from './hearing-store.ts';
import { MemoryBackupStore, MemoryTransferStore } from './memory-transfer.ts';
import { MemoryProjectStore } from './memory-projects.ts';
import { collected } from './collected.ts';
import { MOST_NOTICES, newestFirst } from './notice-store.ts';
import type {
  BlobStore,
  Collected,
  DraftStore,
  JobStore,
  KeptBlob,
  NoticeStore,
  SettingsStore,
  StandingStore,
  StudioStorage,
  TakeStore,
} from './ports.ts';
import { countReferences } from './references.ts';
import { published } from './publication.ts';
import { type Draft, type JobRecord, QueueStanding, Settings } from './records.ts';

/** Storage that lives as long as the tab: for tests, and for browsers that refuse to keep anything. */
export function openMemoryStorage(): StudioStorage {
  const identity = crypto.randomUUID();
  const takes = new MemoryTakeStore();
  const projects = new MemoryProjectStore();
  const jobs = new MemoryJobStore(takes);
  const drafts = new MemoryDraftStore();
  const settings = new MemorySettingsStore();
  const notices = new MemoryNoticeStore();
  return {
    takes,
    projects,
    blobs: new MemoryBlobStore(),
    drafts,
    jobs,
    settings,
    notices,
    hearings: new MemoryHearingStore(),
    standing: new MemoryStandingStore(),
    transfer: new MemoryTransferStore({ takes, jobs, drafts, settings, notices, projects }),
    backups: new MemoryBackupStore(),
    accelerator: new MemoryAcceleratorStore(),
    // Nothing is ever unreadable, nor does anything happen from outside.
    aside: { all: async () => [], delete: async () => {} },
    references: async () => {
      const [allTakes, allProjects, allJobs, draft] = await Promise.all([takes.all(), projects.all(), jobs.all(), drafts.read()]);
      return countReferences({ takes: allTakes, projects: allProjects, jobs: allJobs, draft, loras: [], aside: [] });
    },
    identity: async () => identity,
    watch: () => () => {},
    kind: 'memory',
    close() {},
  };
}

class MemoryTakeStore implements TakeStore {
  readonly #takes = new Map<TakeId, Take>();

  async all(): Promise<readonly Take[]> {
    return [...this.#takes.values()].sort((a, b) => b.createdAt - a.createdAt).map((take) => structuredClone(take));
  }

  async get(id: TakeId): Promise<Take | undefined> {
    return structuredClone(this.#takes.get(id));
  }

  async put(take: Take): Promise<void> {
    this.#takes.set(take.id, structuredClone(take));
  }

  async change(ids: readonly TakeId[], change: (take: Take) => Take): Promise<readonly Take[]> {
    const kept = ids.map((id) => this.#takes.get(id)).filter((take) => take !== undefined);
    const changed = structuredClone(kept).map(change);
    for (const take of changed) this.#takes.set(take.id, structuredClone(take));
    return changed;
  }

  async delete(...ids: readonly TakeId[]): Promise<void> {
    for (const id of ids) this.#takes.delete(id);
  }

  async deleteWhere(isOver: (take: Take) => boolean): Promise<readonly Take[]> {
    const over = [...this.#takes.values()].filter((take) => isOver(structuredClone(take)));
    await this.delete(...over.map(({ id }) => id));
    return over;
  }
}

class MemoryBlobStore implements BlobStore {
  readonly #blobs = new Map<Sha256, { bytes: Uint8Array<ArrayBuffer>; writtenAt: number }>();

  async put(bytes: Uint8Array<ArrayBuffer>): Promise<Sha256> {
    const copy = bytes.slice();
    const name = await sha256(copy);
    this.#blobs.set(name, { bytes: copy, writtenAt: Date.now() });
    return name;
  }

  async putFile(file: Blob, goOn: (share: number) => boolean = () => true): Promise<Sha256> {
    const bytes = await file.arrayBuffer().catch((cause: unknown) => {
      throw new FaultError('file-unreadable', {}, { cause });
    });
    if (!goOn(1)) throw new FaultError('cancelled');
    return this.put(new Uint8Array(bytes));
  }

  async get(name: Sha256, type = ''): Promise<Blob | undefined> {
    const kept = this.#blobs.get(name);
    return kept && new Blob([kept.bytes], { type });
  }

  async has(name: Sha256): Promise<boolean> {
    return this.#blobs.has(name);
  }

  async delete(name: Sha256): Promise<void> {
    this.#blobs.delete(name);
  }

  async list(): Promise<readonly KeptBlob[]> {
    return [...this.#blobs].map(([sha256, { bytes, writtenAt }]) => ({ sha256, bytes: bytes.length, writtenAt }));
  }

  async collect(pick: (kept: readonly KeptBlob[]) => Promise<readonly Sha256[]>): Promise<Collected> {
    const kept = await this.list();
    const chosen = new Set(await pick(kept));
    const going = kept.filter(({ sha256 }) => chosen.has(sha256));
    for (const { sha256 } of going) this.#blobs.delete(sha256);
    return collected(going);
  }
}

class MemoryDraftStore implements DraftStore {
  #draft: Draft | undefined;

  async read(): Promise<Draft | undefined> {
    return structuredClone(this.#draft);
  }

  async write(draft: Draft): Promise<void> {
    this.#draft = structuredClone(draft);
  }

  forget(): void {
    this.#draft = undefined;
  }
}

class MemoryJobStore implements JobStore {
  readonly #jobs = new Map<JobId, JobRecord>();
  readonly #takes: TakeStore;

  constructor(takes: TakeStore) {
    this.#takes = takes;
  }

  async all(): Promise<readonly JobRecord[]> {
    return [...this.#jobs.values()].sort((a, b) => a.createdAt - b.createdAt).map((job) => structuredClone(job));
  }

  async get(id: JobId): Promise<JobRecord | undefined> {
    return structuredClone(this.#jobs.get(id));
  }

  async add(...jobs: readonly JobRecord[]): Promise<void> {
    for (const job of jobs) {
      if (!this.#jobs.has(job.id)) this.#jobs.set(job.id, structuredClone(job));
    }
  }

  async change(id: JobId, change: (job: JobRecord) => JobRecord | undefined): Promise<JobRecord | undefined> {
    const kept = this.#jobs.get(id);
    const changed = kept && change(structuredClone(kept));
    if (changed) this.#jobs.set(id, structuredClone(changed));
    return changed;
  }

  async changeAll(ids: Iterable<JobId>, change: (job: JobRecord) => JobRecord | undefined): Promise<void> {
    const kept = [...new Set(ids)].map((id) => this.#jobs.get(id)).filter((job) => job !== undefined);
    const changed = structuredClone(kept).map(change).filter((job) => job !== undefined);
    for (const job of changed) this.#jobs.set(job.id, structuredClone(job));
  }

  async clear(ids: readonly JobId[], may: (job: JobRecord) => boolean): Promise<void> {
    for (const id of ids) {
      const job = this.#jobs.get(id);
      if (job && may(structuredClone(job))) this.#jobs.delete(id);
    }
  }

  async publish(id: JobId, lease: number, take: Take): Promise<boolean> {
    const record = this.#jobs.get(id);
    const done = record && published(record, lease, take);
    if (!done) return false;
    this.#jobs.set(id, done);
    await this.#takes.put(take);
    return true;
  }
}

class MemorySettingsStore implements SettingsStore {
  #settings = Settings.parse({});

  async read(): Promise<Settings> {
    return { ...this.#settings };
  }

  async write(patch: Partial<Settings>): Promise<void> {
    this.#settings = Settings.parse({ ...this.#settings, ...patch });
  }
}

class MemoryNoticeStore implements NoticeStore {
  #notices: readonly Notice[] = [];

  async all(): Promise<readonly Notice[]> {
    return structuredClone(this.#notices);
  }

  async put(...notices: readonly Notice[]): Promise<void> {
    const ids = new Set(notices.map(({ id }) => id));
    const others = this.#notices.filter(({ id }) => !ids.has(id));
    this.#notices = newestFirst(structuredClone([...others, ...notices])).slice(0, MOST_NOTICES);
  }

  async clear(): Promise<void> {
    this.#notices = [];
  }
}

class MemoryStandingStore implements StandingStore {
  #standing = QueueStanding.parse({});

  async read(): Promise<QueueStanding> {
    return { ...this.#standing };
  }

  async write(standing: QueueStanding): Promise<void> {
    this.#standing = { ...standing };
  }
}
