import { AudioSample, AudioSampleSource, Quality, type AudioCodec } from 'mediabunny';
import type { FilmMix, SoundBlock } from './film-mix.ts';

/** Lays a piece of sound where the encoder of this host takes it from, and closes what it was given. */
export type LaySound = (sample: AudioSample) => Promise<AudioSample>;

/**
 * Samples that an encoder is given at a time, in all but the last piece: Mediabunny's encoders for Node (1.59) write past
 * the end of their memory where a piece is longer than the first one was.
 */
const PIECE = 4_800;

/** A film's sound as it is written beside its picture, and no longer than it. */
export class SoundTrack {
  readonly source: AudioSampleSource;
  readonly #mix: FilmMix;
  readonly #lay: LaySound | undefined;
  /** Samples by which the encoder's sound comes late: it is laid so much before the picture, and players leave that out. */
  readonly #delay: number;
  readonly #blocks: AsyncIterator<SoundBlock>;
  /** Samples in all; what comes after the film's end is left out. */
  readonly #length: number;
  /** Planes one after the other, as many samples of each as `#filled` says. */
  readonly #piece: Float32Array;
  #filled = 0;
  #written = 0;
  #isOver = false;

  constructor(mix: FilmMix, codec: AudioCodec, seconds: number, { lay, delay = 0 }: { readonly lay?: LaySound | undefined; readonly delay?: number } = {}) {
    this.#mix = mix;
    this.#lay = lay;
    this.#delay = delay;
    this.source = new AudioSampleSource({ codec, quality: new Quality('high') });
    this.#blocks = mix.blocks[Symbol.asyncIterator]();
    this.#length = Math.round(seconds * mix.sampleRate);
    this.#piece = new Float32Array(PIECE * mix.channels);
  }

  /** Writes until the sound has come so far, to the end of the block that has it. Seconds. */
  async writeUntil(seconds: number): Promise<void> {
    while (!this.#isOver && this.#written + this.#filled < seconds * this.#mix.sampleRate) {
      const next = await this.#blocks.next();
      if (!next.done) await this.#take(next.value);
      if (!next.done && this.#written + this.#filled < this.#length) continue;
      await this.#write();
      this.#isOver = true;
      this.source.close();
    }
  }

  async close(): Promise<void> {
    await this.#blocks.return?.();
  }

  async #take({ frames, planes }: SoundBlock): Promise<void> {
    const used = Math.min(frames, this.#length - this.#written - this.#filled);
    for (let from = 0; from < used; ) {
      const count = Math.min(PIECE - this.#filled, used - from);
      planes.forEach((plane, channel) => this.#piece.set(plane.subarray(from, from + count), channel * PIECE + this.#filled));
      this.#filled += count;
      from += count;
      if (this.#filled === PIECE) await this.#write();
    }
  }

  async #write(): Promise<void> {
    const { sampleRate, channels } = this.#mix;
    const frames = this.#filled;
    if (frames === 0) return;
    const data = new Float32Array(frames * channels);
    for (let channel = 0; channel < channels; channel += 1) data.set(this.#piece.subarray(channel * PIECE, channel * PIECE + frames), channel * frames);
    const plain = new AudioSample({ data, format: 'f32-planar', numberOfChannels: channels, sampleRate, timestamp: (this.#written - this.#delay) / sampleRate });
    this.#written += frames;
    this.#filled = 0;
    const sample = (await this.#lay?.(plain)) ?? plain;
    await this.source.add(sample).finally(() => sample.close());
  }
}
