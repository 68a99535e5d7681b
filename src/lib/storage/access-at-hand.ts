import type { FileAtHand } from '#core/pipelines/runtime.ts';
import { FaultError } from '#core/schema/fault.ts';
import type { WorkerAccess, WorkerFileHandle } from './write-blob.ts';

interface ReadingHandle {
  /** Browsers that know no modes hand out one that nobody else may have beside it. */
  createSyncAccessHandle(options: { readonly mode: 'read-only' }): Promise<WorkerAccess>;
}

/** A file of the private file system that a worker reads at once, always into the same memory: a model is read faster than garbage is collected. */
export class AccessAtHand implements FileAtHand {
  readonly #access: WorkerAccess;
  readonly #name: string;
  #held = new Uint8Array(0);

  private constructor(access: WorkerAccess, name: string) {
    this.#access = access;
    this.#name = name;
  }

  /** `name`: what faults call the file. Undefined where somebody else keeps it open. */
  static async open(handle: FileSystemFileHandle, name: string): Promise<AccessAtHand | undefined> {
    try {
      return new AccessAtHand(await (handle as WorkerFileHandle & ReadingHandle).createSyncAccessHandle({ mode: 'read-only' }), name);
    } catch (error) {
      if (error instanceof DOMException && error.name === 'NoModificationAllowedError') return undefined;
      throw error;
    }
  }

  get length(): number {
    return this.#access.getSize();
  }

  /** Throws FaultError `model-file-missing` where the file is shorter than it was. */
  read(start: number, length: number): Uint8Array {
    if (this.#held.length < length) this.#held = new Uint8Array(length);
    const bytes = this.#held.subarray(0, length);
    if (this.#access.read(bytes, { at: start }) < length) throw new FaultError('model-file-missing', { file: this.#name });
    return bytes;
  }

  close(): void {
    this.#held = new Uint8Array(0);
    this.#access.close();
  }
}
