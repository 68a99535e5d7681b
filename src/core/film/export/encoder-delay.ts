import { ALL_FORMATS, AudioSample, type AudioCodec, AudioSampleSink, AudioSampleSource, BufferSource, BufferTarget, Input, Mp4OutputFormat, Output, Quality } from 'mediabunny';

/** The sound that is tried: its samples, and the one of them that is not silent. */
const LENGTH = 12_000;
const CLICK_AT = 6_000;
/** A click that is not there again is quieter than this. */
const HEARD = 0.05;
/** Frames of AAC overlap by their whole length, so that the first one begins so many samples before the sound. */
const AAC_FRAME = 1024;

/**
 * By how many samples sound comes late out of this host's encoder, when its packets are laid into an MP4 from 0 on: an
 * encoder of AAC begins with what its first frame needs before it, says so nowhere, and hosts have encoders of different
 * makers. So a click is encoded and listened for. Where this host cannot decode the codec again: what AAC has at least.
 */
export async function encoderDelay(codec: AudioCodec, sampleRate: number, channels: number): Promise<number> {
  const heard = await listen(await clickAs(codec, sampleRate, channels), sampleRate);
  if (heard !== undefined) return Math.max(0, heard - CLICK_AT);
  return codec === 'aac' ? AAC_FRAME : 0;
}

async function clickAs(codec: AudioCodec, sampleRate: number, channels: number): Promise<ArrayBuffer> {
  const target = new BufferTarget();
  const output = new Output({ format: new Mp4OutputFormat({ fastStart: 'in-memory' }), target });
  const source = new AudioSampleSource({ codec, quality: new Quality('high') });
  output.addAudioTrack(source);
  await output.start();
  const data = new Float32Array(LENGTH * channels);
  for (let channel = 0; channel < channels; channel += 1) data[channel * LENGTH + CLICK_AT] = 0.9;
  const sample = new AudioSample({ data, format: 'f32-planar', numberOfChannels: channels, sampleRate, timestamp: 0 });
  await source.add(sample).finally(() => sample.close());
  await output.finalize();
  return target.buffer!;
}

/** The sample at which a file is loudest; undefined where this host cannot hear it. */
async function listen(file: ArrayBuffer, sampleRate: number): Promise<number | undefined> {
  const input = new Input({ source: new BufferSource(file), formats: ALL_FORMATS });
  try {
    const track = await input.getPrimaryAudioTrack();
    if (!track || !(await track.canDecode())) return undefined;
    let [loudest, at] = [HEARD, undefined as number | undefined];
    for await (const sample of new AudioSampleSink(track).samples()) {
      const plane = new Float32Array(sample.numberOfFrames);
      sample.copyTo(plane, { planeIndex: 0, format: 'f32-planar' });
      const begin = Math.round(sample.timestamp * sampleRate);
      sample.close();
      plane.forEach((value, i) => {
        if (Math.abs(value) > loudest) [loudest, at] = [Math.abs(value), begin + i];
      });
    }
    return at;
  } finally {
    input.dispose();
  }
}
