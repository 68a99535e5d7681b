/** A piece of decoded sound. */
export interface DecodedPiece {
  /** Where it begins in its file, in samples. */
  readonly at: number;
  /** One array a channel, all as long. */
  readonly planes: readonly Float32Array[];
}

/** A file of sound that can be decoded. To be disposed of. */
export interface SoundReader {
  /** Samples a second. */
  readonly sampleRate: number;
  readonly channels: number;
  /** How long it is. */
  readonly seconds: number;
  /** The pieces that sound between two moments, in order; the first may begin earlier. Seconds. */
  pieces(from: number, until: number): AsyncGenerator<DecodedPiece, void, unknown>;
  dispose(): void;
}
