import { Resampler } from '../../domain/music/resampler.ts';
import type { SoundReader } from './sound-reader.ts';

/** What sounds between two moments of a file as one channel at `rate` samples a second: the mean of its channels. Seconds. */
export async function readMono(reader: SoundReader, from: number, until: number, rate: number): Promise<Float32Array<ArrayBuffer>> {
  const resampler = new Resampler(reader.sampleRate, rate);
  const first = Math.round(from * reader.sampleRate);
  const wanted = Math.max(0, Math.round(until * reader.sampleRate) - first);
  const mono = new Float32Array(wanted);
  for await (const { at, planes } of reader.pieces(from, until)) {
    for (let i = Math.max(0, first - at); i < planes[0]!.length && at + i - first < wanted; i++) {
      mono[at + i - first] = planes.reduce((sum, plane) => sum + plane[i]!, 0) / planes.length;
    }
  }
  const [head, tail] = [resampler.push(mono), resampler.flush()];
  const whole = new Float32Array(head.length + tail.length);
  whole.set(head);
  whole.set(tail, head.length);
  return whole;
}
