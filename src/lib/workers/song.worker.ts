import * as Comlink from 'comlink';
import { BlobSource } from 'mediabunny';
import { SongListener } from '#core/domain/music/analyse-song.ts';
import type { SongAnalysis } from '#core/domain/music/song-analysis.ts';
import { openSound } from '#core/film/sound/open-sound.ts';

/** Progress is told so often, in milliseconds. */
const TELL_MS = 100;

const api = {
  /** Hears a song to its end; undefined where this browser cannot decode it. `tell`: 0 to 1. */
  async analyse(file: Blob, tell: (done: number) => void): Promise<SongAnalysis | undefined> {
    const reader = await openSound(new BlobSource(file));
    if (!reader) return undefined;
    const { sampleRate, channels, seconds } = reader;
    const listener = new SongListener(sampleRate, channels);
    let told = performance.now();
    try {
      for await (const { at, planes } of reader.pieces(0, seconds)) {
        listener.hear(planes);
        if (performance.now() - told < TELL_MS) continue;
        told = performance.now();
        tell(Math.min(1, at / sampleRate / seconds));
      }
    } catch {
      // A file that breaks off is known as far as it was heard.
    } finally {
      reader.dispose();
    }
    return listener.finish();
  },
};
export type SongApi = typeof api;

Comlink.expose(api);
