import sharp from 'sharp';
import type { RawVideo } from '#core/domain/generate/engine.ts';
import { withGifComment } from '#core/film/gif-comment.ts';
import { withPngComment } from '#core/film/png-comment.ts';
import type { Recipe } from '#core/schema/recipe.ts';

/** The first frame as a PNG, with the recipe inside it as a comment. */
export async function encodePng(video: RawVideo, recipe: Recipe): Promise<Uint8Array> {
  const { width, height, rgb } = video;
  const png = await sharp(rgb.subarray(0, width * height * 3), { raw: { width, height, channels: 3 } })
    .png({ compressionLevel: 9 })
    .toBuffer();
  return withPngComment(png, JSON.stringify(recipe));
}

/** All frames as a GIF that repeats for ever, with a palette of its own and the recipe as a comment. */
export async function encodeGif(video: RawVideo, recipe: Recipe): Promise<Uint8Array> {
  const { width, height, frames, rgb } = video;
  const gif = await sharp(rgb, { raw: { width, height: height * frames, channels: 3, pageHeight: height } })
    .gif({ loop: 0, delay: gifDelays(video), effort: 10, dither: 0.5 })
    .toBuffer();
  return withGifComment(gif, JSON.stringify(recipe));
}

/**
 * Milliseconds each frame stays. GIF counts hundredths of a second, so single delays are rounded but
 * their sums keep the film's pace.
 */
export function gifDelays({ frames, frameRate }: Pick<RawVideo, 'frames' | 'frameRate'>): number[] {
  const begins = (frame: number): number => Math.round((frame * 100) / frameRate);
  return Array.from({ length: frames }, (_, frame) => (begins(frame + 1) - begins(frame)) * 10);
}
