import type { JobId, Sha256, TakeId } from '#core/schema/ids.ts';
import type { Notice } from '#core/schema/notice.ts';
import type { Take } from '#core/schema/take.ts';
import type { Draft, JobRecord, QueueStanding, Settings } from './records.ts';

/*
 * What the rest of the app knows of storage. Each port has an in-memory and a real implementation;
 * both pass the suites in tests/contract. Every write throws FaultError `no-room-on-disk` when the
 * disk is full; a promise that resolves means that the write is on disk.
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
}

/** Bytes by their SHA-256. */
export interface BlobStore {
  /** Keeps the bytes and returns their name. The same bytes are kept once; never half. */
  put(bytes: Uint8Array<ArrayBuffer>): Promise<Sha256>;
  /** The bytes, or undefined when there are none of that name. `type` is given to the blob. */
  get(sha256: Sha256, type?: string): Promise<Blob | undefined>;
  has(sha256: Sha256): Promise<boolean>;
  delete(sha256: Sha256): Promise<void>;
  list(): Promise<readonly KeptBlob[]>;
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

/** Whether the queue as a whole goes on. */
export interface StandingStore {
  read(): Promise<QueueStanding>;
  write(standing: QueueStanding): Promise<void>;
}

export interface StudioStorage {
  readonly takes: TakeStore;
  readonly blobs: BlobStore;
  readonly drafts: DraftStore;
  readonly jobs: JobStore;
  readonly settings: SettingsStore;
  readonly notices: NoticeStore;
  readonly standing: StandingStore;
  /** `memory` when the browser refused to keep anything: all is lost with the tab. */
  readonly kind: 'disk' | 'memory';
  close(): void;
}
