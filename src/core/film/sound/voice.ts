import { Resampler } from '../../domain/music/resampler.ts';
import type { SoundReader } from './sound-reader.ts';

/** The file is read so much earlier than it sounds, for the filter to settle. Seconds. */
const BEFORE = 0.05;

/** One file as samples at the mix's rate and in two channels or one, taken in order. */
export class Voice {
  readonly #reader: SoundReader;
  readonly #channels: number;
  readonly #pieces;
  readonly #resamplers: readonly Resampler[];
  /** The file's next sample, and where to begin among those that come out. */
  #place: number;
  #skip: number;
  #ready: Float32Array[] = [];
  #ended = false;

  /** Sounds from one moment of the file up to another. Seconds. */
  constructor(reader: SoundReader, { from, until, sampleRate, channels }: { from: number; until: number; sampleRate: number; channels: number }) {
    this.#reader = reader;
    this.#channels = channels;
    const begin = Math.max(0, Math.floor((from - BEFORE) * reader.sampleRate));
    this.#place = begin;
    this.#skip = Math.round((from - begin / reader.sampleRate) * sampleRate);
    this.#pieces = reader.pieces(begin / reader.sampleRate, until);
    this.#resamplers = Array.from({ length: channels }, () => new Resampler(reader.sampleRate, sampleRate));
  }

  /** The next samples of each channel; fewer where the file ends. */
  async take(count: number): Promise<readonly Float32Array[]> {
    while (!this.#ended && (this.#ready[0]?.length ?? 0) < count) await this.#read();
    const taken = this.#ready.map((plane) => plane.subarray(0, count));
    this.#ready = this.#ready.map((plane) => plane.slice(count));
    return taken;
  }

  async stop(): Promise<void> {
    await this.#pieces.return();
  }

  async #read(): Promise<void> {
    const { value, done } = await this.#pieces.next();
    if (done) {
      this.#ended = true;
      return this.#put(this.#resamplers.map((resampler) => resampler.flush()));
    }
    const length = value.planes[0]?.length ?? 0;
    // What a file leaves out is silent; what it says twice is heard once.
    const late = Math.max(0, this.#place - value.at);
    const missing = Math.max(0, value.at - this.#place);
    if (late >= length) return;
    this.#place = value.at + length;
    const mixed = toChannels(value.planes.map((plane) => plane.subarray(late)), this.#channels);
    this.#put(this.#resamplers.map((resampler, channel) => joined(resampler.push(new Float32Array(Math.min(missing, this.#reader.sampleRate * 60))), resampler.push(mixed[channel]!))));
  }

  #put(planes: readonly Float32Array[]): void {
    const skip = Math.min(this.#skip, planes[0]!.length);
    this.#skip -= skip;
    this.#ready = planes.map((plane, channel) => joined(this.#ready[channel] ?? new Float32Array(0), plane.subarray(skip)));
  }
}

function joined(a: Float32Array, b: Float32Array): Float32Array {
  if (a.length === 0) return b;
  const both = new Float32Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

/** The parts of channels beyond left and right that go into each (ITU-R BS.775): centre and surrounds at -3 dB. */
const BESIDE = Math.SQRT1_2;

/** One or two channels out of any number, in the order left, right, centre, low, left behind, right behind. */
export function toChannels(planes: readonly Float32Array[], channels: number): readonly Float32Array[] {
  const [left, right = left, centre, , leftBehind, rightBehind] = planes;
  if (planes.length === channels) return planes;
  if (planes.length === 1) return Array.from({ length: channels }, () => left!);
  const folded = [left!, right!].map((plane, side) => {
    const behind = side === 0 ? leftBehind : rightBehind;
    return plane.map((sample, i) => sample + BESIDE * ((centre?.[i] ?? 0) + (behind?.[i] ?? 0)));
  });
  return channels === 1 ? [folded[0]!.map((sample, i) => (sample + folded[1]![i]!) / 2)] : folded;
}
