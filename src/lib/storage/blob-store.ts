import type { proxy, Remote } from 'comlink';
import { loadPart } from '#core/domain/load-part.ts';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import { Sha256 } from '#core/schema/ids.ts';
import type { Result } from '#core/schema/result.ts';
import type { BlobWriter } from '#lib/workers/blob.worker.ts';
import { collected } from './collected.ts';
import type { BlobStore, Collected, KeptBlob } from './ports.ts';
import { isUnfinished } from './write-blob.ts';

/** How long the writing worker is kept without work, in milliseconds. */
const IDLE_MS = 30_000;

/** How long nobody may collect after something was put: its record follows within that. Milliseconds. */
const CLAIM_MS = 20_000;

/** A write that has not ended after so long never will: its tab is gone. Milliseconds. */
const UNFINISHED_MS = 60 * 60 * 1000;

type Write = (writer: Remote<BlobWriter>, proxied: typeof proxy) => Promise<Result<Sha256, Fault>>;

/**
 * Bytes by their SHA-256 in the origin's private file system. A worker writes, as only workers have
 * the synchronous handles that every browser offers: first under a temporary name, then moved.
 */
export class OpfsBlobStore implements BlobStore {
  readonly #folder: string;
  readonly #directory: FileSystemDirectoryHandle;
  #worker: Worker | undefined;
  /** Kept as long as the worker: Comlink closes the worker's door when a wrapper is collected. */
  #writer: Remote<BlobWriter> | undefined;
  #idle: ReturnType<typeof setTimeout> | undefined;
  #writes: Promise<unknown> = Promise.resolve();
  /** Held as long as a record may be missing for what was put; collecting needs it alone. */
  #claim: { readonly release: () => void; timer?: ReturnType<typeof setTimeout> } | undefined;

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
    return this.#inTurn((writer) => writer.write(this.#folder, bytes));
  }

  async putFile(file: Blob, goOn: (share: number) => boolean = () => true): Promise<Sha256> {
    try {
      return await this.#inTurn((writer, proxied) => writer.writeFile(this.#folder, file, proxied(goOn)));
    } catch (error) {
      // The file was taken away or changed while it was read.
      if (error instanceof DOMException) throw new FaultError('file-unreadable', {}, { cause: error });
      throw error;
    }
  }

  /** One write after the other. */
  #inTurn(work: Write): Promise<Sha256> {
    const write = this.#writes.then(async () => {
      await this.#holdClaim();
      try {
        return await this.#write(work);
      } finally {
        this.#endClaimLater();
      }
    });
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

  async collect(pick: (kept: readonly KeptBlob[]) => Promise<readonly Sha256[]>): Promise<Collected | undefined> {
    return navigator.locks.request(this.#lockName, { ifAvailable: true }, async (lock) => {
      if (!lock) return undefined;
      const kept = await this.list();
      const chosen = new Set(await pick(kept));
      const going = kept.filter(({ sha256 }) => chosen.has(sha256));
      for (const { sha256 } of going) await this.delete(sha256);
      return collected([...going, ...(await this.#removeUnfinished())]);
    });
  }

  close(): void {
    this.#endWorker();
    clearTimeout(this.#claim?.timer);
    this.#claim?.release();
    this.#claim = undefined;
  }

  get #lockName(): string {
    return `${this.#folder}-blobs`;
  }

  #endWorker(): void {
    clearTimeout(this.#idle);
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#writer = undefined;
  }

  async #holdClaim(): Promise<void> {
    clearTimeout(this.#claim?.timer);
    if (this.#claim) return;
    this.#claim = await new Promise((resolve, reject) => {
      const held = navigator.locks.request(
        this.#lockName,
        { mode: 'shared' },
        () => new Promise<void>((release) => resolve({ release })),
      );
      held.catch(reject);
    });
  }

  #endClaimLater(): void {
    if (!this.#claim) return;
    clearTimeout(this.#claim.timer);
    this.#claim.timer = setTimeout(() => {
      this.#claim?.release();
      this.#claim = undefined;
    }, CLAIM_MS);
  }

  async #removeUnfinished(): Promise<readonly { readonly bytes: number }[]> {
    const gone: { bytes: number }[] = [];
    for await (const [name, handle] of this.#directory.entries()) {
      if (!isUnfinished(name) || handle.kind !== 'file') continue;
      const { size, lastModified } = await (handle as FileSystemFileHandle).getFile();
      if (Date.now() - lastModified < UNFINISHED_MS) continue;
      await this.#directory.removeEntry(name).catch(absent);
      gone.push({ bytes: size });
    }
    return gone;
  }

  async #write(work: Write): Promise<Sha256> {
    const { wrap, proxy } = await loadPart(() => import('comlink'));
    clearTimeout(this.#idle);
    this.#worker ??= new Worker(new URL('../workers/blob.worker.ts', import.meta.url), { type: 'module' });
    this.#writer ??= wrap<BlobWriter>(this.#worker);
    const worker = this.#worker;
    const died = new Promise<never>((_resolve, reject) => {
      worker.onerror = () => reject(new FaultError('worker-died'));
    });
    try {
      const written = await Promise.race([work(this.#writer, proxy), died]);
      if (!written.ok) throw new FaultError(written.fault.reason, written.fault.facts);
      return written.value;
    } catch (error) {
      this.#endWorker();
      throw error;
    } finally {
      this.#idle = setTimeout(() => this.#endWorker(), IDLE_MS);
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
