import sharp from 'sharp';
import type { RawVideo } from '#core/domain/generate/engine.ts';
import type { PreviewPicture } from './messages.ts';

/** Previews are small; more pixels than this is not one. */
const MOST_PIXELS = 4_000_000;

/** Hands previews on as RGB, at most one a step and one at a time: what comes while one is decoded is left out. */
export class Previews {
  readonly #tell: (preview: RawVideo) => void;
  readonly #frameRate: number;
  #lastStep = -1;
  #work: Promise<void> | undefined;
  #isOver = false;

  constructor(frameRate: number, tell: (preview: RawVideo) => void) {
    this.#frameRate = frameRate;
    this.#tell = tell;
  }

  take({ image }: PreviewPicture, step: number): void {
    if (this.#work || this.#isOver || step === this.#lastStep) return;
    this.#lastStep = step;
    this.#work = this.#decode(image).finally(() => (this.#work = undefined));
  }

  /** Nothing is told after this has resolved. */
  async end(): Promise<void> {
    this.#isOver = true;
    await this.#work;
  }

  async #decode(image: Uint8Array): Promise<void> {
    try {
      const { data, info } = await sharp(image, { limitInputPixels: MOST_PIXELS }).removeAlpha().toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
      if (this.#isOver || info.channels !== 3) return;
      this.#tell({ width: info.width, height: info.height, frames: 1, frameRate: this.#frameRate, rgb: Uint8Array.from(data) });
    } catch {
      // A preview that cannot be read is none: the clip does not depend on it.
    }
  }
}
