import type { Readable } from 'node:stream';
import type { Sha256 } from '#core/schema/ids.ts';

/** A file of the shelf. */
export interface KeptMedia {
  readonly sha256: Sha256;
  readonly bytes: number;
  /** What its first bytes say that it is: `video/mp4`, `image/png` …, else `application/octet-stream`. */
  readonly type: string;
  /** Bytes `start` to `end`, both included; all of them where absent. */
  read(range?: { readonly start: number; readonly end: number }): Readable;
}

/** Files by their SHA-256: written beside, synced and renamed, so that a name never stands for half of something. */
export interface MediaShelf {
  /**
   * Keeps a stream under the hash that is said. Throws FaultError `media-damaged` where the bytes have another,
   * `file-empty`, `file-too-large`, `no-room-on-disk`. A stream that breaks off leaves nothing, and its error is thrown.
   */
  put(sha256: Sha256, bytes: Readable | Uint8Array): Promise<KeptMedia>;
  /** Keeps bytes under the hash that they turn out to have. Throws as `put` does. */
  keep(bytes: Uint8Array): Promise<KeptMedia>;
  get(sha256: Sha256): Promise<KeptMedia | undefined>;
  /** How many bytes a file has, without waiting: nothing is collected between the answer and what is done with it at once. */
  bytesOf(sha256: Sha256): number | undefined;
  /** Deletes what `isNamed` does not know and what nobody has put since `before` (milliseconds since 1970). */
  collect(isNamed: (sha256: Sha256) => boolean, before: number): Promise<void>;
}
