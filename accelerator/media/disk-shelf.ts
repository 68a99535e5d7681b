import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, statSync, unlinkSync } from 'node:fs';
import * as files from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { FaultError } from '#core/schema/fault.ts';
import { Sha256 } from '#core/schema/ids.ts';
import { HEAD_BYTES, mediaType } from './media-type.ts';
import type { KeptMedia, MediaShelf } from './ports.ts';

/** What is written with: Node's own, where nothing else is said. */
export type ShelfDisk = Pick<typeof files, 'open' | 'rename' | 'rm'>;

export interface ShelfOptions {
  /** The most bytes that one file may have. */
  readonly limit?: number;
  readonly disk?: ShelfDisk;
}

const LIMIT = 4 * 1024 ** 3;

/** Bytes of a file that are read at a time: each piece is a turn through streams and socket, whatever its size. */
const READ_BYTES = 1024 * 1024;

/** What a file is called until it is whole. */
const UNFINISHED = '.part';

/** Errors that say that there is no room: the disk is full, or the share of it that is ours. */
const FULL = ['ENOSPC', 'EDQUOT'];

/** The shelf as a folder: `aa/<sha256>`, where `aa` are the hash's first two digits. */
export class DiskShelf implements MediaShelf {
  readonly #root: string;
  readonly #limit: number;
  readonly #disk: ShelfDisk;
  readonly #arriving = new Set<Sha256>();

  private constructor(root: string, { limit = LIMIT, disk = files }: ShelfOptions) {
    this.#root = root;
    this.#limit = limit;
    this.#disk = disk;
  }

  /** Opens the shelf, making its folders where they are missing, and sweeps away what was never finished. One process at a time. */
  static async open(root: string, options: ShelfOptions = {}): Promise<DiskShelf> {
    const shelf = new DiskShelf(root, options);
    try {
      for (const folder of shelf.#folders()) await files.mkdir(folder, { recursive: true });
      await syncFolder(root);
      for (const folder of shelf.#folders()) {
        for (const name of await files.readdir(folder)) if (name.endsWith(UNFINISHED)) await files.rm(path.join(folder, name));
      }
    } catch (error) {
      throw asFault(error);
    }
    return shelf;
  }

  async put(sha256: Sha256, bytes: Readable | Uint8Array): Promise<KeptMedia> {
    // What lies here already is not written again, but whoever sends it must have it.
    const part = this.bytesOf(sha256) === undefined ? `${this.#fileOf(sha256)}.${randomUUID()}${UNFINISHED}` : undefined;
    this.#arriving.add(sha256);
    try {
      const found = part === undefined ? await this.#hash(bytes) : await this.#write(part, bytes);
      if (found !== sha256) throw new FaultError('media-damaged', { file: sha256 });
      if (part !== undefined) {
        await this.#disk.rename(part, this.#fileOf(sha256));
        await syncFolder(path.dirname(part));
      }
      // Young again: an order that names it may be on its way.
      const now = new Date();
      await files.utimes(this.#fileOf(sha256), now, now);
      return await this.#read(sha256);
    } catch (error) {
      if (part !== undefined) await this.#disk.rm(part, { force: true }).catch(() => undefined);
      throw asFault(error);
    } finally {
      this.#arriving.delete(sha256);
    }
  }

  keep(bytes: Uint8Array): Promise<KeptMedia> {
    return this.put(Sha256.parse(createHash('sha256').update(bytes).digest('hex')), bytes);
  }

  async get(sha256: Sha256): Promise<KeptMedia | undefined> {
    try {
      return await this.#read(sha256);
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return undefined;
      throw error;
    }
  }

  /** Where a file lies, for programs that read it themselves; undefined where there is none. */
  pathOf(sha256: Sha256): string | undefined {
    return this.bytesOf(sha256) === undefined ? undefined : this.#fileOf(sha256);
  }

  bytesOf(sha256: Sha256): number | undefined {
    return statSync(this.#fileOf(sha256), { throwIfNoEntry: false })?.size;
  }

  async collect(isNamed: (sha256: Sha256) => boolean, before: number): Promise<void> {
    for (const folder of this.#folders()) {
      for (const name of await files.readdir(folder)) {
        const sha256 = Sha256.safeParse(name);
        if (!sha256.success || isNamed(sha256.data) || this.#arriving.has(sha256.data)) continue;
        // Nothing is awaited from the question to the deletion, so that no order comes between them.
        const file = path.join(folder, name);
        const { mtimeMs } = statSync(file, { throwIfNoEntry: false }) ?? { mtimeMs: Infinity };
        if (mtimeMs < before) unlinkSync(file);
      }
    }
  }

  *#folders(): Iterable<string> {
    for (let first = 0; first < 256; first += 1) yield path.join(this.#root, first.toString(16).padStart(2, '0'));
  }

  #fileOf(sha256: Sha256): string {
    return path.join(this.#root, sha256.slice(0, 2), sha256);
  }

  /** Writes all of it and has the disk confirm it; answers the hash. */
  async #write(part: string, bytes: Readable | Uint8Array): Promise<string> {
    const handle = await this.#disk.open(part, 'wx');
    try {
      const hash = await this.#hash(bytes, (chunk) => handle.appendFile(chunk));
      await handle.sync();
      return hash;
    } finally {
      await handle.close();
    }
  }

  async #hash(bytes: Readable | Uint8Array, take: (chunk: Uint8Array) => Promise<void> = async () => undefined): Promise<string> {
    const hash = createHash('sha256');
    let size = 0;
    for await (const chunk of bytes instanceof Uint8Array ? [bytes] : (bytes as AsyncIterable<Uint8Array>)) {
      size += chunk.length;
      if (size > this.#limit) throw new FaultError('file-too-large', { limit: this.#limit });
      hash.update(chunk);
      await take(chunk);
    }
    if (size === 0) throw new FaultError('file-empty');
    return hash.digest('hex');
  }

  async #read(sha256: Sha256): Promise<KeptMedia> {
    const file = this.#fileOf(sha256);
    const handle = await files.open(file);
    try {
      const { size } = await handle.stat();
      const { buffer, bytesRead } = await handle.read(new Uint8Array(HEAD_BYTES), 0, HEAD_BYTES, 0);
      const type = mediaType(buffer.subarray(0, bytesRead));
      return { sha256, bytes: size, type, read: (range) => createReadStream(file, { ...range, highWaterMark: READ_BYTES }) };
    } finally {
      await handle.close();
    }
  }
}

/** Has the disk confirm a folder's names. Windows has no such thing, and keeps names without it. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await files.open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

const asFault = (error: unknown): unknown =>
  FULL.includes(codeOf(error) ?? '') ? new FaultError('no-room-on-disk', {}, { cause: error }) : error;
