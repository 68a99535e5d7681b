import type { FrameRate } from '../../schema/film-time.ts';
import { duckingOf, fadeOf, gainAt, type GainPoint, spanOf } from './envelope.ts';
import { Limiter } from './limiter.ts';
import type { SoundPiece, SoundPlan } from './sound-plan.ts';
import type { SoundReader } from './sound-reader.ts';
import { Voice } from './voice.ts';

/** Samples of each channel that come at once. */
const BLOCK = 12_000;
/** Gains are worked out for so many samples together. */
const STEP = 32;

export interface MixOptions {
  /** Samples a second: 48,000 for films. */
  readonly sampleRate: number;
  readonly channels: 1 | 2;
  readonly signal?: AbortSignal | undefined;
  /** Told once of each song or narration that cannot be heard, or not to its end; the mix goes on without it. */
  readonly onSilent?: ((piece: SoundPiece) => void) | undefined;
}

/** A stretch of the mix: so many samples of each channel. */
export interface MixedBlock {
  readonly frames: number;
  readonly planes: Float32Array<ArrayBuffer>[];
}

/** Opens the file of a piece; undefined where it is gone or cannot be decoded. */
export type OpenSound = (piece: SoundPiece) => Promise<SoundReader | undefined>;

/** The sample at which a frame of the film begins, to the nearest. */
export const sampleAt = (frame: number, { numerator, denominator }: FrameRate, sampleRate: number): number =>
  Math.round((frame * denominator * sampleRate) / numerator);

/**
 * The whole sound of a film, from its first frame to its last, exactly as long as its picture to the
 * sample. Song, fades, ducking and narration are added up, and a limiter keeps the sum from clipping.
 * Files are opened when they begin to sound and put away when they end: memory does not grow with
 * length. Throws what `signal` was aborted with.
 */
export async function* mixFilm(plan: SoundPlan, open: OpenSound, options: MixOptions): AsyncGenerator<MixedBlock, void, unknown> {
  const { sampleRate, channels, signal } = options;
  const total = sampleAt(plan.length, plan.rate, sampleRate);
  const parts = plan.pieces.map((piece) => new Part(piece, plan, open, options));
  const limiter = new Limiter(sampleRate, channels);
  // The limiter's delay is fed in beyond the end, and left out at the start.
  let early = limiter.delay;
  try {
    for (let at = 0; at < total + limiter.delay; at += BLOCK) {
      signal?.throwIfAborted();
      const length = Math.min(BLOCK, total + limiter.delay - at);
      const planes = Array.from({ length: channels }, () => new Float32Array(length));
      for (const part of parts) await part.addTo(planes, at, Math.min(length, total - at));
      limiter.push(planes);
      const skip = Math.min(early, length);
      early -= skip;
      if (skip < length) yield { frames: length - skip, planes: planes.map((plane) => plane.slice(skip)) };
    }
  } finally {
    for (const part of parts) await part.close();
  }
}

/** A piece of the plan in the mix. */
class Part {
  readonly #piece: SoundPiece;
  readonly #plan: SoundPlan;
  readonly #open: OpenSound;
  readonly #options: MixOptions;
  readonly #first: number;
  readonly #last: number;
  readonly #ducking: readonly GainPoint[];
  #fade: readonly GainPoint[] = [];
  #reader: SoundReader | undefined;
  #voice: Voice | undefined;
  #isOver = false;

  constructor(piece: SoundPiece, plan: SoundPlan, open: OpenSound, options: MixOptions) {
    this.#piece = piece;
    this.#plan = plan;
    this.#open = open;
    this.#options = options;
    this.#first = sampleAt(piece.at, plan.rate, options.sampleRate);
    this.#last = sampleAt(piece.at + piece.length, plan.rate, options.sampleRate);
    this.#ducking = piece.kind === 'song' ? duckingOf(plan) : [];
  }

  /** Adds what sounds of it within `length` samples from `at` on. */
  async addTo(planes: readonly Float32Array[], at: number, length: number): Promise<void> {
    const start = Math.max(at, this.#first);
    const count = Math.min(at + length, this.#last) - start;
    if (this.#isOver || count <= 0) return;
    try {
      this.#voice ??= await this.#begin();
      const taken = await this.#voice?.take(count);
      taken?.forEach((samples, channel) => this.#add(samples, planes[channel]!, start, start - at));
      if (!taken || (taken[0]?.length ?? 0) < count || at + length >= this.#last) await this.close();
    } catch (error) {
      if (this.#options.signal?.aborted) throw error;
      this.#tellSilent();
      await this.close();
    }
  }

  async close(): Promise<void> {
    this.#isOver = true;
    // A file that broke off is put away all the same.
    await this.#voice?.stop().catch(() => undefined);
    this.#reader?.dispose();
    this.#voice = undefined;
    this.#reader = undefined;
  }

  async #begin(): Promise<Voice | undefined> {
    const { rate } = this.#plan;
    this.#reader = await this.#open(this.#piece);
    if (!this.#reader) {
      this.#tellSilent();
      return undefined;
    }
    const { start, end } = spanOf(this.#piece, this.#plan, this.#reader.seconds);
    this.#fade = fadeOf(this.#piece, this.#plan, this.#reader.seconds);
    const from = (this.#piece.from * rate.denominator) / rate.numerator;
    return new Voice(this.#reader, { from, until: from + end - start, ...this.#options });
  }

  /** A clip's take may well have no sound. */
  #tellSilent(): void {
    if (this.#piece.kind !== 'clip') this.#options.onSilent?.(this.#piece);
  }

  #add(samples: Float32Array, plane: Float32Array, start: number, offset: number): void {
    const { sampleRate } = this.#options;
    const gain = (sample: number): number => gainAt(this.#fade, sample / sampleRate) * gainAt(this.#ducking, sample / sampleRate);
    for (let from = 0; from < samples.length; from += STEP) {
      const until = Math.min(samples.length, from + STEP);
      const [first, last] = [gain(start + from), gain(start + until)];
      for (let i = from; i < until; i += 1) {
        const level = first + ((last - first) * (i - from)) / (until - from);
        plane[offset + i] = plane[offset + i]! + samples[i]! * level;
      }
    }
  }
}
