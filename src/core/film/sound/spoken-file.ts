import { AudioSample, AudioSampleSource, BufferTarget, Output, WavOutputFormat } from 'mediabunny';

/** One channel of samples between -1 and 1 as a WAV file of 16 bits; louder ones are made as loud as it holds. */
export async function spokenFile(samples: Float32Array, rate: number): Promise<ArrayBuffer> {
  const target = new BufferTarget();
  const output = new Output({ format: new WavOutputFormat(), target });
  const source = new AudioSampleSource({ codec: 'pcm-s16' });
  output.addAudioTrack(source);
  await output.start();
  const sample = new AudioSample({ data: samples.map((one) => Math.max(-1, Math.min(1, one))), format: 'f32', numberOfChannels: 1, sampleRate: rate, timestamp: 0 });
  await source.add(sample);
  sample.close();
  await output.finalize();
  return target.buffer!;
}
