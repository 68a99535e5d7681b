import { toUtf8 } from '../../domain/bytes/text-bytes.ts';
import type { PictureSize } from '../compose/place-picture.ts';
import { compressIndexes } from '../gif/lzw.ts';
import { indexColours } from '../gif/palette.ts';
import type { ComposedFrame } from './compose-film.ts';
import type { OutputFrames } from './output-frames.ts';

export interface GifOptions {
  readonly size: PictureSize;
  readonly frames: OutputFrames;
  /** Takes the file, piece by piece. */
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  onProgress(done: number): void;
}

const COLOURS = 256;
/** Players show shorter frames as if they were ten times as long. Hundredths of a second. */
const SHORTEST = 2;

/** The most frames a second that players show. */
export const GIF_RATE_LIMIT = 100 / SHORTEST;

/**
 * A film as a GIF that repeats for ever, each frame in 256 colours of its own (GIF89a). A frame that
 * looks like the one before makes that one longer.
 */
export async function encodeGif<Picture>(composed: AsyncIterable<ComposedFrame<Picture>>, { size, frames, write, onProgress }: GifOptions): Promise<void> {
  const { numerator, denominator } = frames.rate;
  /** When a frame begins, in hundredths of a second: single frames are rounded, their sums are not. */
  const begins = (frame: number): number => Math.round((frame * 100 * denominator) / numerator);
  await write(head(size));
  let waiting: { picture: Uint8Array; from: number } | undefined;
  const flush = async (until: number): Promise<void> => {
    if (!waiting) return;
    await write(control(Math.max(SHORTEST, begins(until) - begins(waiting.from))));
    await write(Uint8Array.from(waiting.picture));
  };
  for await (const { index, surface, isSame } of composed) {
    if (!waiting || !isSame) {
      await flush(index);
      waiting = { picture: picture(surface.read().data, size), from: index };
    }
    onProgress(index + 1);
  }
  await flush(frames.count);
  await write(Uint8Array.of(0x3b));
}

const word = (value: number): [number, number] => [value & 255, value >> 8];

/** Signature, logical screen without colours of its own, and the extension that lets it repeat. */
const head = ({ width, height }: PictureSize): Uint8Array<ArrayBuffer> =>
  Uint8Array.from([...toUtf8('GIF89a'), ...word(width), ...word(height), 0x70, 0, 0, 0x21, 0xff, 11, ...toUtf8('NETSCAPE2.0'), 3, 1, 0, 0, 0]);

/** Graphic control: how long the frame stays, in hundredths of a second. */
const control = (delay: number): Uint8Array<ArrayBuffer> => Uint8Array.from([0x21, 0xf9, 4, 4, ...word(Math.min(65_535, delay)), 0, 0]);

/** One image with its local colour table of 256. */
function picture(rgba: Uint8ClampedArray, { width, height }: PictureSize): Uint8Array {
  const { palette, pixels } = indexColours(rgba, width, height, COLOURS);
  const data = compressIndexes(pixels);
  const descriptor = [0x2c, 0, 0, 0, 0, ...word(width), ...word(height), 0x87];
  const whole = new Uint8Array(descriptor.length + 3 * COLOURS + data.length);
  whole.set(descriptor);
  whole.set(palette, descriptor.length);
  whole.set(data, descriptor.length + 3 * COLOURS);
  return whole;
}
