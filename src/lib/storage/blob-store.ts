import * as Comlink from 'comlink';
import { FaultError } from '#core/schema/fault.ts';
import { Sha256 } from '#core/schema/ids.ts';
import type { BlobWriter } from '#lib/workers/blob.worker.ts';
import type { BlobStore, KeptBlob } from './ports.ts';

/** How long the writing worker is kept without work, in milliseconds. */
const IDLE_MS = 30_000;

/**
 * Bytes by their SHA-256 in the origin's private file system. A worker writes, as only workers have
 * the synchronous handles that every browser offers: first under a temporary name, then moved.
 */
export class OpfsBlobStore implements BlobStore {
  readonly #folder: string;
  readonly #directory: FileSystemDirectoryHandle;
  #worker: Worker | undefined;
  /** Kept as long as the worker: Comlink closes the worker's door when a wrapper is collected. */
  #writer: Comlink.Remote<BlobWriter> | undefined;
  #idle: ReturnType<typeof setTimeout> | undefined;
  #writes: Promise<unknown> = Promise.resolve();

  private constructor(folder: string, directory: FileSystemDirectoryHandle) {
    this.#folder = folder;
    this.#directory = directory;
  }

  /** Opens a folder of the private file system. Throws FaultError `storage-refused` where there is none. */
  static async open(folder: string): Promise<OpfsBlobStore> {
    try {
      const root = await navigator.storage.getDirectory();
      return new OpfsBlobStore(folder, await root.getDirectoryHandle(folder, { create: true }));
    } catch (cause) {
      throw new FaultError('storage-refused', {}, { cause });
    }
  }

  put(bytes: Uint8Array<ArrayBuffer>): Promise<Sha256> {
    const write = this.#writes.then(() => this.#write(bytes));
    this.#writes = write.catch(() => undefined);
    return write;
  }

  async get(sha256: Sha256, type = ''): Promise<Blob | undefined> {
    const file = await this.#file(sha256);
    // A slice is the same file on disk under another type; nothing is read.
    return file?.slice(0, file.size, type);
  }

  async has(sha256: Sha256): Promise<boolean> {
    return (await this.#file(sha256)) !== undefined;
  }

  async delete(sha256: Sha256): Promise<void> {
    await this.#directory.removeEntry(sha256).catch(absent);
  }

  async list(): Promise<readonly KeptBlob[]> {
    const kept: KeptBlob[] = [];
    for await (const [name, handle] of this.#directory.entries()) {
      const sha256 = Sha256.safeParse(name);
      if (!sha256.success || handle.kind !== 'file') continue;
      const { size, lastModified } = await (handle as FileSystemFileHandle).getFile();
      kept.push({ sha256: sha256.data, bytes: size, writtenAt: lastModified });
    }
    return kept;
  }

  close(): void {
    clearTimeout(this.#idle);
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#writer = undefined;
  }

  async #write(bytes: Uint8Array<ArrayBuffer>): Promise<Sha256> {
    clearTimeout(this.#idle);
    this.#worker ??= new Worker(new URL('../workers/blob.worker.ts', import.meta.url), { type: 'module' });
    this.#writer ??= Comlink.wrap<BlobWriter>(this.#worker);
    const worker = this.#worker;
    const died = new Promise<never>((_resolve, reject) => {
      worker.onerror = () => reject(new FaultError('worker-died'));
    });
    try {
      const written = await Promise.race([this.#writer.write(this.#folder, bytes), died]);
      if (!written.ok) throw new FaultError(written.fault.reason, written.fault.facts);
      return written.value;
    } catch (error) {
      this.close();
      throw error;
    } finally {
      this.#idle = setTimeout(() => this.close(), IDLE_MS);
    }
  }

  async #file(sha256: Sha256): Promise<File | undefined> {
    const handle = await this.#directory.getFileHandle(sha256).catch(absent);
    return handle?.getFile();
  }
}

function absent(error: unknown): undefined {
  if (error instanceof DOMException && error.name === 'NotFoundError') return undefined;
  throw error;
}
