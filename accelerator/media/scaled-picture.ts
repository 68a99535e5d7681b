import { stat } from 'node:fs/promises';
import sharp from 'sharp';
import type { RgbaPicture } from '#core/pipelines/transformers/picture-planes.ts';
import { FaultError } from '#core/schema/fault.ts';

/** The largest file that is opened, in bytes, and the most pixels that are decoded. */
const BYTES_LIMIT = 50_000_000;
const PIXELS_LIMIT = 100_000_000;

interface Size {
  readonly width: number;
  readonly height: number;
}

/** The first picture of a file, upright, stretched to a size or to the one for its own, what is transparent white, as the studio has it. `name` stands in the fault. Throws FaultError `picture-unreadable` or `picture-too-large`. */
export async function scaledPicture(file: string, name: string, size: Size | ((own: Size) => Size)): Promise<RgbaPicture> {
  const facts = { file: name };
  if ((await stat(file)).size > BYTES_LIMIT) throw new FaultError('picture-too-large', { ...facts, limit: `${BYTES_LIMIT / 1e6} MB` });
  const head = await sharp(file, { limitInputPixels: false }).metadata().catch((cause: unknown) => {
    throw new FaultError('picture-unreadable', facts, { cause });
  });
  if (head.width * head.height > PIXELS_LIMIT) throw new FaultError('picture-too-large', { ...facts, width: head.width, height: head.height, limit: `${PIXELS_LIMIT / 1e6} megapixels` });
  const { width, height } = typeof size === 'function' ? size(head.autoOrient) : size;
  try {
    const picture = sharp(file, { limitInputPixels: PIXELS_LIMIT, failOn: 'error' }).autoOrient().resize(width, height, { fit: 'fill', kernel: 'lanczos3' });
    const rgba = await picture.flatten({ background: 'white' }).toColourspace('srgb').ensureAlpha().raw().toBuffer();
    return { width, height, rgba: new Uint8ClampedArray(rgba) };
  } catch (cause) {
    throw new FaultError('picture-unreadable', facts, { cause });
  }
}
