import sharp from 'sharp';
import type { TimedFrame } from '#core/domain/frames/frame.ts';
import { withPngComment } from '#core/film/png-comment.ts';
import type { Recipe } from '#core/schema/recipe.ts';
import { encodeGif } from './write-picture.ts';

type PictureKind = 'png' | 'jpg' | 'jpeg' | 'webp';

/** The first frame as a picture; the recipe stands inside a PNG. */
export async function encodePicture(frames: AsyncIterable<TimedFrame>, kind: PictureKind, recipe: Recipe): Promise<Uint8Array> {
  for await (const { frame } of frames) {
    const { width, height, rgba } = frame;
    const picture = sharp(rgba, { raw: { width, height, channels: 4 } }).removeAlpha();
    if (kind === 'png') return withPngComment(await picture.png().toBuffer(), JSON.stringify(recipe));
    return picture.toFormat(kind === 'webp' ? 'webp' : 'jpeg', { quality: 95 }).toBuffer();
  }
  throw new Error('there was no frame');
}

/** All frames as a GIF at the recipe's rate. They are in memory together, as their palette is chosen. */
export async function encodeGifFrames(frames: AsyncIterable<TimedFrame>, recipe: Recipe): Promise<Uint8Array> {
  const { width, height, frameRate } = recipe;
  const pictures: Uint8Array[] = [];
  for await (const { frame } of frames) pictures.push(withoutAlpha(frame.rgba));
  const rgb = new Uint8Array(pictures.length * width * height * 3);
  pictures.forEach((picture, i) => rgb.set(picture, i * picture.length));
  return encodeGif({ width, height, frames: pictures.length, frameRate, rgb }, recipe);
}

function withoutAlpha(rgba: Uint8ClampedArray): Uint8Array {
  const rgb = new Uint8Array((rgba.length / 4) * 3);
  for (let from = 0, to = 0; from < rgba.length; from += 4, to += 3) {
    rgb[to] = rgba[from]!;
    rgb[to + 1] = rgba[from + 1]!;
    rgb[to + 2] = rgba[from + 2]!;
  }
  return rgb;
}
