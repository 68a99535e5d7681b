import type { Compacted, LogEntry } from '#core/document/log/compact.ts';
import type { SongAnalysis } from '#core/domain/music/song-analysis.ts';
import type { JobId, Sha256, TakeId } from '#core/schema/ids.ts';
import type { Notice } from '#core/schema/notice.ts';
import type { ProjectId } from '#core/schema/project-ids.ts';
import type { ProjectSummary } from '#core/schema/project-summary.ts';
import type { Take } from '#core/schema/take.ts';
import type { ProjectRecord } from '#core/schema/project-record.ts';
import type { AcceleratorStore } from './accelerator-store.ts';
import type { Interruption } from './connection.ts';
import type { SetAside } from './database.ts';
import type { Draft, JobRecord, QueueStanding, Settings } from './records.ts';
import type { References } from './references.ts';
import type { BackupStanding } from './backup-standing.ts';
import type { ProjectLog, RecordChange, Snapshot, WholeSnapshot } from './snapshot.ts';

/*
 * What the rest of the app knows of storage. Each port has an in-memory and a real implementation;
 * both pass the suites in tests/contract. Every write throws FaultError `no-room-on-disk` when the
 * disk is full, and `newer-version-open` once a newer version has taken over in another tab; a promise
 * that resolves means that the write is on disk.
 */

export interface TakeStore {
  /** All takes, those in the bin included, newest first. Records that cannot be read are left out and set aside. */
  all(): Promise<readonly Take[]>;
  get(id: TakeId): Promise<Take | undefined>;
  put(take: Take): Promise<void>;
  /**
   * Changes takes in one transaction: all of them or none. `change` gets each take as it is kept and
   * returns it changed; ids that are not there are passed over. Resolves with the takes as they are now.
   */
  change(ids: readonly TakeId[], change: (take: Take) => Take): Promise<readonly Take[]>;
  /** Deletes for good, all of them or none. */
  delete(...ids: readonly TakeId[]): Promise<void>;
  /**
   * Looks at all takes and deletes some for good, as each stands at that moment; resolves with those that
   * went. In portions, each whole or not at all, so that a page is never held up for long.
   */
  deleteWhere(isOver: (take: Take) => boolean): Promise<readonly Take[]>;
}

/** Projects: a record for the list, and the log of the document. */
export interface ProjectStore {
  /** All of them, archive and bin included, the last changed first. Records that cannot be read are left out and set aside. */
  all(): Promise<readonly ProjectRecord[]>;
  get(id: ProjectId): Promise<ProjectRecord | undefined>;
  /** Keeps a new project; false, and nothing done, where its id is taken. */
  add(record: ProjectRecord, log: Omit<ProjectLog, 'upTo'>): Promise<boolean>;
  /**
   * Adds to the log of a project and changes its record; false where there is none. The log is written first,
   * and together with the record where bytes are named that it did not name: a page that is left in between
   * leaves a record that is behind, which an append of no entries brings up. Bytes that it named before stay
   * named: its past can be opened.
   */
  append(id: ProjectId, entries: readonly LogEntry[], now: ProjectSummary & { readonly changedAt: number }): Promise<boolean>;
  /** Changes records in one transaction, all of them or none; ids that are not there are passed over. */
  change(ids: readonly ProjectId[], change: (record: ProjectRecord) => ProjectRecord): Promise<readonly ProjectRecord[]>;
  log(id: ProjectId): Promise<ProjectLog | undefined>;
  /**
   * Puts one entry in place of all up to a number, of which there were `count`, and keeps what could not be
   * read aside: in one transaction. False, and nothing done, where they are no longer the same.
   */
  compact(id: ProjectId, read: { readonly upTo: number; readonly count: number }, compacted: Compacted): Promise<boolean>;
  /** Deletes for good, with their logs, all of them or none. */
  delete(...ids: readonly ProjectId[]): Promise<void>;
  /** Deletes for good, with their logs, those that the test is true of as they stand then. */
  deleteWhere(test: (record: ProjectRecord) => boolean): Promise<void>;
}

/** Bytes by their SHA-256. */
export interface BlobStore {
  /** Keeps the bytes and returns their name. The same bytes are kept once; never half. */
  put(bytes: Uint8Array<ArrayBuffer>): Promise<Sha256>;
  /**
   * Keeps a file of any size: it is read in portions, and memory does not grow with it. `goOn` hears how much
   * is kept, 0 to 1, and ends it by saying false: FaultError `cancelled`, and nothing is left.
   */
  putFile(file: Blob, goOn?: (share: number) => boolean): Promise<Sha256>;
  /** The bytes, or undefined when there are none of that name. `type` is given to the blob. */
  get(sha256: Sha256, type?: string): Promise<Blob | undefined>;
  has(sha256: Sha256): Promise<boolean>;
  delete(sha256: Sha256): Promise<void>;
  list(): Promise<readonly KeptBlob[]>;
  /**
   * Deletes what `pick` chooses among all that is kept, and unfinished writes older than an hour, while
   * nobody in any tab is putting something whose record may still be on its way. Resolves with what
   * went; undefined, and nothing deleted, when somebody is.
   */
  collect(pick: (kept: readonly KeptBlob[]) => Promise<readonly Sha256[]>): Promise<Collected | undefined>;
}

export interface Collected {
  readonly files: number;
  readonly bytes: number;
}

export interface KeptBlob {
  readonly sha256: Sha256;
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly writtenAt: number;
}

export interface DraftStore {
  read(): Promise<Draft | undefined>;
  write(draft: Draft): Promise<void>;
}

export interface JobStore {
  /** All jobs, done ones too until they are cleared, oldest first. */
  all(): Promise<readonly JobRecord[]>;
  get(id: JobId): Promise<JobRecord | undefined>;
  /** Keeps jobs that are not there yet, all of them or none; those that are there stay as they are. */
  add(...jobs: readonly JobRecord[]): Promise<void>;
  /**
   * Changes one job in one transaction, so that two tabs never overwrite each other. `change` gets
   * the job as it is kept and returns it changed, or undefined to leave it. Resolves with the changed
   * job; undefined when nothing was changed.
   */
  change(id: JobId, change: (job: JobRecord) => JobRecord | undefined): Promise<JobRecord | undefined>;
  /**
   * Changes jobs in one transaction, all of them or none; those for which `change` returns undefined stay as
   * they are. What it throws undoes all.
   */
  changeAll(ids: Iterable<JobId>, change: (job: JobRecord) => JobRecord | undefined): Promise<void>;
  /** Forgets those of the jobs that `may` allows as they are now, in one transaction. */
  clear(ids: readonly JobId[], may: (job: JobRecord) => boolean): Promise<void>;
  /**
   * Ends a publishing job with its take, both in one transaction, and only for the holder of the
   * lease: the job is done and its take kept. False, and nothing changed, when the job is no longer
   * there or somebody else's: so a result is published once.
   */
  publish(id: JobId, lease: number, take: Take): Promise<boolean>;
}

export interface SettingsStore {
  read(): Promise<Settings>;
  write(patch: Partial<Settings>): Promise<void>;
}

/** What happened, kept for whoever was not looking. */
export interface NoticeStore {
  /** Newest first. */
  all(): Promise<readonly Notice[]>;
  /** Keeps a notice, or one that changed; of more than 200 the oldest go. */
  put(...notices: readonly Notice[]): Promise<void>;
  clear(): Promise<void>;
}

/** What was heard in songs, by their bytes' hash: hearing takes long, and the same bytes sound the same. */
export interface HearingStore {
  /** Undefined where the song was not heard, or by another version of the analysis. */
  get(song: Sha256): Promise<SongAnalysis | undefined>;
  put(song: Sha256, heard: SongAnalysis): Promise<void>;
  /** Forgets those for which `stays` says no. */
  keepOnly(stays: (song: Sha256) => Promise<boolean>): Promise<void>;
}

/** Whether the queue as a whole goes on. */
export interface StandingStore {
  read(): Promise<QueueStanding>;
  write(standing: QueueStanding): Promise<void>;
}

/** Records that could not be read, kept until a person deletes them. */
export interface AsideStore {
  /** Newest first. */
  all(): Promise<readonly AsideRecord[]>;
  delete(...keys: readonly number[]): Promise<void>;
}

export interface AsideRecord extends SetAside {
  readonly key: number;
}

/** Records of all kinds at once: what backups are made of, and what an import writes. */
export interface TransferStore {
  /** Everything as it stands at one moment. Records that cannot be read are left out. */
  snapshot(): Promise<Snapshot>;
  /** The same, with the logs of these projects, or of all. */
  snapshotWithLogs(of: 'all' | readonly ProjectId[]): Promise<WholeSnapshot>;
  /**
   * Writes all changes in one transaction, or none: false when something no longer lies there as a
   * change says that it did before.
   */
  merge(changes: readonly RecordChange[]): Promise<boolean>;
  /** Takes changes back, in one transaction. What was changed again since stays; resolves with how many did. */
  unmerge(changes: readonly RecordChange[]): Promise<number>;
}

export type BackupPatch = { readonly [Key in keyof BackupStanding]?: BackupStanding[Key] | undefined };

/** How backups stand, and the folder that a person has picked for them. */
export interface BackupStore {
  read(): Promise<BackupStanding>;
  /** Changes some of it; resolves with all of it. */
  write(patch: BackupPatch): Promise<BackupStanding>;
  folder(): Promise<FileSystemDirectoryHandle | undefined>;
  setFolder(folder: FileSystemDirectoryHandle | undefined): Promise<void>;
}

export interface StudioStorage {
  readonly takes: TakeStore;
  readonly projects: ProjectStore;
  readonly blobs: BlobStore;
  readonly drafts: DraftStore;
  readonly jobs: JobStore;
  readonly settings: SettingsStore;
  readonly notices: NoticeStore;
  readonly hearings: HearingStore;
  readonly standing: StandingStore;
  readonly aside: AsideStore;
  readonly transfer: TransferStore;
  readonly backups: BackupStore;
  readonly accelerator: AcceleratorStore;
  /** `memory` when the browser refused to keep anything: all is lost with the tab. */
  readonly kind: 'disk' | 'memory';
  /** For all bytes that records name: who names them, as it stands at one moment. */
  references(): Promise<References>;
  /** Tells this store from any other. Another one than last time means that what was there is gone. */
  identity(): Promise<string>;
  /** Calls back when something happens to the store from outside; returns the way to stop. */
  watch(listener: (what: Interruption) => void): () => void;
  close(): void;
}
