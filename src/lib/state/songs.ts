import { type Fault, FaultError } from '#core/schema/fault.ts';
import type { Song } from '#core/schema/brief.ts';
import { fail, ok, type Result } from '#core/schema/result.ts';
import { openSong, type SongFile } from '#lib/engine/browser/song-file.ts';
import type { BlobStore } from '#lib/storage/ports.ts';

/** Takes songs in, and finds them again. */
export class Songs {
  readonly #blobs: BlobStore;

  constructor(blobs: BlobStore) {
    this.#blobs = blobs;
  }

  /** Keeps the bytes of a song that can be played; resolves with how a brief names it, or with why not. */
  async keep(file: File): Promise<Result<Song, Fault>> {
    const opened = await openSong(file, file.name);
    if (!opened.ok) return opened;
    opened.value.dispose();
    try {
      const asset = await this.#blobs.put(new Uint8Array(await file.arrayBuffer()));
      return ok({ asset, type: file.type, name: file.name });
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      return fail(error.fault);
    }
  }

  /** Opens the song of a brief, to be disposed of. */
  async open({ asset, type, name }: Song): Promise<Result<SongFile, Fault>> {
    const file = await this.#blobs.get(asset, type);
    return file ? openSong(file, name) : fail({ reason: 'song-missing', facts: { file: name } });
  }
}
