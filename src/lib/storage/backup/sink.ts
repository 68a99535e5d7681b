/** Where a backup is written: nothing is there before it is closed, and nothing stays when it is aborted. */
export interface Sink {
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  close(): Promise<void>;
  abort(): Promise<void>;
}

/** A sink that keeps what it is given, for browsers that cannot write files; they put large blobs on disk themselves. */
export class BlobSink implements Sink {
  #parts: Blob[] = [];

  async write(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    this.#parts.push(new Blob([bytes]));
  }

  async close(): Promise<void> {}

  async abort(): Promise<void> {
    this.#parts = [];
  }

  /** All that was written. */
  get blob(): Blob {
    return new Blob(this.#parts, { type: 'application/zip' });
  }
}
