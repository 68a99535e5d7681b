import { type AudioSample, AudioSampleSink, FLAC, Input, MATROSKA, MP3, MP4, OGG, QTFF, type Source, WAVE, WEBM } from 'mediabunny';
import { firstPiece } from './first-piece.ts';
import { hasPackets } from './has-packets.ts';
import type { DecodedPiece, SoundReader } from './sound-reader.ts';

/**
 * Opens the sound in a file; undefined where there is none that this host can decode. The host's
 * decoders are WebCodecs: the browser's own, or in Node those that Mediabunny's server package brings.
 */
export async function openSound(source: Source): Promise<SoundReader | undefined> {
  const input = new Input({ source, formats: [MP3, WAVE, OGG, FLAC, MP4, QTFF, WEBM, MATROSKA] });
  try {
    const track = await input.getPrimaryAudioTrack();
    if (!track || !(await hasPackets(track)) || !(await track.canDecode())) throw new Error('nothing that sounds');
    const seconds = await track.computeDuration();
    const sink = new AudioSampleSink(track);
    // The head may be whole where nothing follows.
    const first = await firstPiece(sink.samples());
    if (seconds <= 0 || !first) throw new Error('nothing that sounds');
    const { sampleRate, numberOfChannels: channels } = first;
    first.close();
    return {
      sampleRate,
      channels,
      seconds,
      async *pieces(from, until) {
        for await (const sample of sink.samples(from, until)) yield decoded(sample, sampleRate);
      },
      dispose: () => input.dispose(),
    };
  } catch {
    input.dispose();
    return undefined;
  }
}

function decoded(sample: AudioSample, sampleRate: number): DecodedPiece {
  const planes = Array.from({ length: sample.numberOfChannels }, (_, planeIndex) => {
    const plane = new Float32Array(sample.numberOfFrames);
    sample.copyTo(plane, { planeIndex, format: 'f32-planar' });
    return plane;
  });
  const at = Math.round(sample.timestamp * sampleRate);
  sample.close();
  return { at, planes };
}
