import { imageDimensionsFromData } from 'image-dimensions';
import { cropBox } from '#core/domain/generate/crop-box.ts';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import type { Picture } from '#core/schema/request.ts';
import { fail, ok, type Result } from '#core/schema/result.ts';
import type { Focus } from '#core/schema/take.ts';
import type { Sha256 } from '#core/schema/ids.ts';
import { isAnimated } from './is-animated.ts';

/** Larger files and pictures than these are refused before they are decoded. */
const MOST_BYTES = 50e6;
const MOST_PIXELS = 100e6;

/** A picture's size in pixels, as it will be shown (its EXIF orientation applied). */
export interface PictureFacts {
  readonly width: number;
  readonly height: number;
}

/** Looks whether a file is a still picture that can be used. `name` appears in the fault; `most` bytes are taken. */
export async function inspectPicture(file: Blob, name: string, most = MOST_BYTES): Promise<Result<PictureFacts, Fault>> {
  if (file.size > most) {
    return fail({ reason: 'picture-too-large', facts: { file: name, limit: `${most / 1e6} MB` } });
  }
  const bytes = new Uint8Array(await file.arrayBuffer());
  const header = headerSize(bytes);
  if (header && header.width * header.height > MOST_PIXELS) {
    const { width, height } = header;
    return fail({ reason: 'picture-too-large', facts: { file: name, width, height, limit: '100 megapixels' } });
  }
  if (isAnimated(bytes)) return fail({ reason: 'picture-animated', facts: { file: name } });
  const bitmap = await createImageBitmap(file).catch(() => undefined);
  if (!bitmap) return fail({ reason: 'picture-unreadable', facts: { file: name } });
  const { width, height } = bitmap;
  bitmap.close();
  return ok({ width, height });
}

/** Decodes a picture, crops it to the shape and scales it to exactly that size. Throws FaultError `picture-unreadable`. */
export async function cropPicture(
  file: Blob,
  name: string,
  sha256: Sha256,
  shape: PictureFacts,
  focus: Focus,
): Promise<Picture> {
  const { width, height } = shape;
  const whole = await createImageBitmap(file).catch((cause: unknown) => {
    throw new FaultError('picture-unreadable', { file: name }, { cause });
  });
  const box = cropBox(whole, shape, focus);
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  // Where a picture is transparent, paper shows.
  context.fillStyle = 'white';
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(whole, box.x, box.y, box.width, box.height, 0, 0, width, height);
  whole.close();
  return { width, height, rgb: withoutAlpha(context.getImageData(0, 0, width, height).data), sha256 };
}

function headerSize(bytes: Uint8Array): PictureFacts | undefined {
  try {
    return imageDimensionsFromData(bytes);
  } catch {
    return undefined;
  }
}

function withoutAlpha(rgba: Uint8ClampedArray): Uint8Array<ArrayBuffer> {
  const rgb = new Uint8Array((rgba.length / 4) * 3);
  for (let from = 0, to = 0; from < rgba.length; from += 4, to += 3) {
    rgb[to] = rgba[from]!;
    rgb[to + 1] = rgba[from + 1]!;
    rgb[to + 2] = rgba[from + 2]!;
  }
  return rgb;
}
