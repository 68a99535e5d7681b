import { AudioBufferSink, BlobSource, FLAC, Input, MP3, MP4, OGG, WAVE, WEBM } from 'mediabunny';
import { firstPiece } from '#core/film/sound/first-piece.ts';
import { hasPackets } from '#core/film/sound/has-packets.ts';
import type { SongFile } from './song-file.ts';

/** The song in a file; undefined where there is none that this browser can decode. */
export async function decodeSong(file: Blob): Promise<SongFile | undefined> {
  const input = new Input({ source: new BlobSource(file), formats: [MP3, WAVE, OGG, FLAC, MP4, WEBM] });
  try {
    const track = await input.getPrimaryAudioTrack();
    if (!track || !(await hasPackets(track)) || !(await track.canDecode())) throw new Error('nothing that sounds');
    const seconds = await track.computeDuration();
    const sink = new AudioBufferSink(track);
    // The head may be whole where nothing follows.
    if (seconds <= 0 || !(await firstPiece(sink.buffers()))) throw new Error('nothing that sounds');
    const [channels, sampleRate] = await Promise.all([track.getNumberOfChannels(), track.getSampleRate()]);
    return {
      seconds,
      channels,
      sampleRate,
      pieces: (from, until) => sink.buffers(from, until),
      dispose: () => input.dispose(),
    };
  } catch {
    input.dispose();
    return undefined;
  }
}
