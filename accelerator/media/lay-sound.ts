import { AvFrameAudioSampleResource, toAvFrame } from '@mediabunny/server';
import { AudioSample } from 'mediabunny';
import { Frame } from 'node-av';

/** Copies a piece of sound into a frame of FFmpeg, which is freed with its sample: the encoder never frees one that it makes itself (decision 0066). */
export async function laySound(sample: AudioSample): Promise<AudioSample> {
  const frame = new Frame();
  frame.alloc();
  await toAvFrame(sample, frame);
  sample.close();
  return new AudioSample(new AvFrameAudioSampleResource(frame));
}
