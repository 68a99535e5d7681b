import { readFile, stat } from 'node:fs/promises';
import sharp from 'sharp';
import type { RawVideo } from '#core/domain/generate/engine.ts';
import { isWholePng, middlePicture } from './film-preview.ts';

/** A preview is a sixty-fourth of a clip: what is larger is none. Bytes and pixels. */
const LARGEST = 64_000_000;
const MOST_PIXELS = 4096 * 4096;

/**
 * Reads the preview that sd-cli writes over and over, when it has drawn a step. It writes before it tells the step,
 * but may be at the next one already: what is not whole is left out, as the next is not far.
 */
export class PreviewReader {
  readonly #file: string;
  readonly #frameRate: number;
  readonly #show: (preview: RawVideo) => void;
  #mark = '';
  #reading: Promise<void> | undefined;

  constructor(file: string, frameRate: number, show: (preview: RawVideo) => void) {
    this.#file = file;
    this.#frameRate = frameRate;
    this.#show = show;
  }

  /** A step is done: shows its preview, unless the one before is still being read. */
  step(): void {
    this.#reading ??= this.#read().finally(() => (this.#reading = undefined));
  }

  /** Resolves when nothing is being read any more. */
  async settled(): Promise<void> {
    await this.#reading;
  }

  async #read(): Promise<void> {
    try {
      const { size, mtimeMs } = await stat(this.#file);
      const mark = `${size} ${mtimeMs}`;
      if (mark === this.#mark || size > LARGEST) return;
      const bytes = await readFile(this.#file);
      const picture = this.#file.endsWith('.avi') ? middlePicture(bytes) : isWholePng(bytes) ? bytes : undefined;
      if (!picture) return;
      const { data, info } = await sharp(picture, { limitInputPixels: MOST_PIXELS, failOn: 'error' })
        .flatten({ background: 'white' })
        .toColourspace('srgb')
        .raw()
        .toBuffer({ resolveWithObject: true });
      this.#mark = mark;
      this.#show({ width: info.width, height: info.height, frames: 1, frameRate: this.#frameRate, rgb: Uint8Array.from(data) });
    } catch {
      // Not there yet, or written at this moment: a clip is made without it.
    }
  }
}
