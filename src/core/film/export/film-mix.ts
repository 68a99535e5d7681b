/** Sound in blocks, in order: each as many samples of every channel, from -1 to 1. */
export interface SoundBlock {
  readonly frames: number;
  readonly planes: readonly Float32Array[];
}

/** The sound of a film: `mixFilm` gives its blocks, from the first frame on without a gap. */
export interface FilmMix {
  /** Hertz. */
  readonly sampleRate: number;
  readonly channels: number;
  readonly blocks: AsyncIterable<SoundBlock>;
}
