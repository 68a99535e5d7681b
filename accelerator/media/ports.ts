import type { Readable } from 'node:stream';
import type { Sha256 } from '#core/schema/ids.ts';

/** A file of the shelf. */
export interface KeptMedia {
  readonly sha256: Sha256;
  readonly bytes: number;
  readonly type: string;
  /** Bytes `start` to `end`, both included; all of them where absent. */
  read(range?: { readonly start: number; readonly end: number }): Readable;
}

/** Files by their SHA-256: written beside, synced and renamed, so that a name never stands for half of something. */
export interface MediaShelf {
  /** Keeps a stream under the hash that is said; FaultError `media-damaged` where the bytes have another, `file-too-large`, `no-room-on-disk`. */
  put(sha256: Sha256, type: string, bytes: Readable | Uint8Array): Promise<KeptMedia>;
  /** Keeps bytes under the hash that they turn out to have. */
  keep(type: string, bytes: Uint8Array): Promise<KeptMedia>;
  get(sha256: Sha256): Promise<KeptMedia | undefined>;
  /** Deletes what `isNamed` does not know and what is older than `before` (milliseconds since 1970). */
  collect(isNamed: (sha256: Sha256) => boolean, before: number): Promise<void>;
}
