import type { FileHandle } from 'node:fs/promises';
import { FaultError } from '#core/schema/fault.ts';

/** Bytes that are read at once. */
const CHUNK = 1 << 20;
/** A header that goes on for longer is no header: an encoder with its vocabulary has about ten megabytes. */
const LONGEST_HEADER = 64_000_000;

/** Reads the begin of a file forwards, a megabyte at a time, never past its end. */
export class ByteWindow {
  readonly size: number;
  readonly #handle: FileHandle;
  readonly #file: string;
  #chunk = Buffer.alloc(0);
  #chunkAt = 0;
  #at = 0;

  constructor(handle: FileHandle, size: number, file: string) {
    this.#handle = handle;
    this.size = size;
    this.#file = file;
  }

  get position(): number {
    return this.#at;
  }

  async uint32(): Promise<number> {
    return (await this.take(4)).readUInt32LE();
  }

  async uint64(): Promise<bigint> {
    return (await this.take(8)).readBigUInt64LE();
  }

  async text(bytes: number): Promise<string> {
    return (await this.take(bytes)).toString('utf8');
  }

  async skip(bytes: number): Promise<void> {
    this.#check(bytes);
    this.#at += bytes;
  }

  async take(bytes: number): Promise<Buffer> {
    this.#check(bytes);
    const from = this.#at - this.#chunkAt;
    if (from < 0 || from + bytes > this.#chunk.length) await this.#load(Math.max(bytes, CHUNK));
    const start = this.#at - this.#chunkAt;
    this.#at += bytes;
    return this.#chunk.subarray(start, start + bytes);
  }

  #check(bytes: number): void {
    const end = this.#at + bytes;
    if (end > this.size) throw new FaultError('model-file-truncated', { file: this.#file, found: this.size });
    if (end > LONGEST_HEADER) throw new FaultError('file-unreadable', { file: this.#file, problem: 'its header has no end' });
  }

  async #load(wanted: number): Promise<void> {
    const chunk = Buffer.alloc(Math.min(wanted, this.size - this.#at));
    let filled = 0;
    while (filled < chunk.length) {
      const { bytesRead } = await this.#handle.read(chunk, filled, chunk.length - filled, this.#at + filled);
      if (bytesRead === 0) throw new FaultError('file-unreadable', { file: this.#file, problem: 'it became shorter while it was read' });
      filled += bytesRead;
    }
    this.#chunk = chunk;
    this.#chunkAt = this.#at;
  }
}
