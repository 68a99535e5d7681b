import { StreamTarget, type StreamTargetChunk, type Target } from 'mediabunny';
import { FaultError } from '#core/schema/fault.ts';
import type { FilmOutput } from '#core/film/export/write-film.ts';

interface SyncAccess {
  write(bytes: Uint8Array, options: { at: number }): number;
  truncate(size: number): void;
  flush(): void;
  close(): void;
}

/** Bytes that are written at once. */
const CHUNK = 4 * 2 ** 20;

/** A file of the private file system that a film is written to as it comes. */
export class ExportFile implements FilmOutput {
  readonly #access: SyncAccess;
  #end = 0;

  private constructor(access: SyncAccess) {
    this.#access = access;
  }

  static async open(handle: FileSystemFileHandle): Promise<ExportFile> {
    const access = await (handle as unknown as { createSyncAccessHandle(): Promise<SyncAccess> }).createSyncAccessHandle();
    access.truncate(0);
    return new ExportFile(access);
  }

  target(): Target {
    return new StreamTarget(new WritableStream<StreamTargetChunk>({ write: ({ data, position }) => this.#put(data, position) }), { chunked: true, chunkSize: CHUNK });
  }

  async write(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    this.#put(bytes, this.#end);
    this.#end += bytes.length;
  }

  /** Writes what waits in the browser, and lets go of the file. */
  close(): void {
    this.#access.flush();
    this.#access.close();
  }

  #put(bytes: Uint8Array, at: number): void {
    if (this.#access.write(bytes, { at }) < bytes.length) throw new FaultError('no-room-on-disk', {});
  }
}
