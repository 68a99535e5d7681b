import type { FileAtHand } from '#core/pipelines/runtime.ts';
import { FaultError } from '#core/schema/fault.ts';

/** What workers have and pages have not (https://w3c.github.io/FileAPI/#FileReaderSync). */
declare const FileReaderSync: (new () => { readAsArrayBuffer(blob: Blob): ArrayBuffer }) | undefined;

/** A file that a worker reads at once: only workers can, and only of files that lie on this machine. */
export class BlobAtHand implements FileAtHand {
  readonly #blob: Blob;
  readonly #name: string;
  readonly #reader: { readAsArrayBuffer(blob: Blob): ArrayBuffer };

  /** `name`: what faults call the file. Throws TypeError outside a worker. */
  constructor(blob: Blob, name: string) {
    if (typeof FileReaderSync !== 'function') throw new TypeError('only a worker reads files at once');
    this.#blob = blob;
    this.#name = name;
    this.#reader = new FileReaderSync();
  }

  /** Whether this may be done here. */
  static get isPossible(): boolean {
    return typeof FileReaderSync === 'function';
  }

  get length(): number {
    return this.#blob.size;
  }

  /** Throws FaultError `model-file-missing` where the file has changed or is gone. */
  read(start: number, length: number): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(this.#part(start, start + length));
    return bytes;
  }

  #part(start: number, end: number): ArrayBuffer {
    try {
      return this.#reader.readAsArrayBuffer(this.#blob.slice(start, end));
    } catch (cause) {
      throw new FaultError('model-file-missing', { file: this.#name }, { cause });
    }
  }
}
