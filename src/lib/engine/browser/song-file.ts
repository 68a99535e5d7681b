import type { Fault } from '#core/schema/fault.ts';
import { fail, ok, type Result } from '#core/schema/result.ts';

/** A larger song is refused before it is looked at. */
const MOST_BYTES = 50e6;

/** What file pickers offer. */
export const SONG_TYPES = '.mp3,.wav,.ogg,.oga,.opus,.flac,.m4a,audio/mpeg,audio/wav,audio/ogg,audio/flac,audio/mp4';

/** A piece of a song, ready to be played, and where it begins in the song, in seconds. */
export interface Sounding {
  readonly buffer: AudioBuffer;
  readonly timestamp: number;
}

/** A song that can be decoded. To be disposed of. */
export interface SongFile {
  readonly seconds: number;
  readonly channels: number;
  /** Samples a second. */
  readonly sampleRate: number;
  /** The pieces that sound between two moments of the song, in order; the first may begin earlier. Seconds. */
  pieces(from: number, until: number): AsyncGenerator<Sounding, void, unknown>;
  dispose(): void;
}

/** Opens a song, or says why it cannot be played. `name` appears in the fault; `most`: bytes, more are refused. */
export async function openSong(file: Blob, name: string, most = MOST_BYTES): Promise<Result<SongFile, Fault>> {
  if (file.size > most) return fail({ reason: 'song-too-large', facts: { file: name, limit: '50 MB' } });
  // Only who has a song needs what reads one.
  const { decodeSong } = await import('./decode-song.ts');
  const song = await decodeSong(file);
  return song ? ok(song) : fail({ reason: 'song-unreadable', facts: { file: name } });
}
