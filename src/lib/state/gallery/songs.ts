import type { SongAnalysis } from '#core/domain/music/song-analysis.ts';
import { loadPart } from '#core/domain/load-part.ts';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import type { Song } from '#core/schema/brief.ts';
import type { SoundPiece } from '#core/schema/film-sheet.ts';
import type { Sha256 } from '#core/schema/ids.ts';
import { fail, ok, type Result } from '#core/schema/result.ts';
import type { HearingOptions } from '#lib/engine/browser/analyse-song-file.ts';
import { openSong, type SongFile } from '#lib/engine/browser/song-file.ts';
import type { BlobStore, HearingStore } from '#lib/storage/ports.ts';

/** What was kept, and how long it plays in seconds. */
export interface KeptSound {
  readonly song: Song;
  readonly seconds: number;
}

/** Takes songs and narration in, finds them again, and knows what is heard in them. */
export class Songs {
  readonly #blobs: BlobStore;
  readonly #hearings: HearingStore;
  /** What was heard in a song or read of it since the studio was opened. */
  readonly #heard = new Map<Sha256, SongAnalysis>();

  constructor({ blobs, hearings }: { readonly blobs: BlobStore; readonly hearings: HearingStore }) {
    this.#blobs = blobs;
    this.#hearings = hearings;
  }

  /** Keeps the bytes of a song that can be played; resolves with how a brief names it, or with why not. */
  async keep(file: File): Promise<Result<Song, Fault>> {
    const kept = await this.keepSound(file);
    return kept.ok ? ok(kept.value.song) : kept;
  }

  /** The same, with how long it is. */
  async keepSound(file: File): Promise<Result<KeptSound, Fault>> {
    const opened = await openSong(file, file.name);
    if (!opened.ok) return opened;
    const { seconds } = opened.value;
    opened.value.dispose();
    try {
      const asset = await this.#blobs.put(new Uint8Array(await file.arrayBuffer()));
      return ok({ song: { asset, type: file.type, name: file.name }, seconds });
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      return fail(error.fault);
    }
  }

  /** Opens what sounds, to be disposed of: a song or narration, or the sound of a video, which may be of any size. */
  async open({ asset, type, name, kind }: Song & { readonly kind?: SoundPiece['kind'] }): Promise<Result<SongFile, Fault>> {
    const file = await this.#blobs.get(asset, type);
    return file ? openSong(file, name, kind === 'clip' ? Infinity : undefined) : fail({ reason: 'song-missing', facts: { file: name } });
  }

  /** What is heard in a song, where it was heard already. */
  heard(asset: Sha256): SongAnalysis | undefined {
    return this.#heard.get(asset);
  }

  /** Hears a song; what was heard before, also at an earlier visit, is known. */
  async hear({ asset, type, name }: Song, options: HearingOptions): Promise<Result<SongAnalysis, Fault>> {
    const known = this.#heard.get(asset) ?? (await this.#hearings.get(asset).catch(passOver));
    if (known) {
      this.#heard.set(asset, known);
      return ok(known);
    }
    const file = await this.#blobs.get(asset, type);
    if (!file) return fail({ reason: 'song-missing', facts: { file: name } });
    // What listens is loaded with the first song.
    const { analyseSongFile } = await loadPart(() => import('#lib/engine/browser/analyse-song-file.ts'));
    const heard = await analyseSongFile(file, name, options);
    if (!heard.ok) return heard;
    this.#heard.set(asset, heard.value);
    await this.#hearings.put(asset, heard.value).catch(passOver);
    return heard;
  }
}

/** A store without room, or that cannot be read, says so elsewhere: the song is heard anew the next time. */
function passOver(error: unknown): undefined {
  if (!(error instanceof FaultError)) throw error;
  return undefined;
}
