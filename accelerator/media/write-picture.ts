import sharp from 'sharp';
import type { RawVideo } from '#core/domain/engine.ts';
import type { Recipe } from '#core/schema/recipe.ts';

/** The first frame as a PNG, with the recipe in its EXIF image description (JSON in ASCII). */
export function encodePng(video: RawVideo, recipe: Recipe): Promise<Uint8Array> {
  const { width, height, rgb } = video;
  return sharp(rgb.subarray(0, width * height * 3), { raw: { width, height, channels: 3 } })
    .withExif({ IFD0: { ImageDescription: asciiJson(recipe), Software: 'Kinora' } })
    .png({ compressionLevel: 9 })
    .toBuffer();
}

/** All frames as a GIF that repeats for ever, with a palette of its own. */
export function encodeGif(video: RawVideo): Promise<Uint8Array> {
  const { width, height, frames, rgb } = video;
  return sharp(rgb, { raw: { width, height: height * frames, channels: 3, pageHeight: height } })
    .gif({ loop: 0, delay: gifDelays(video), effort: 10, dither: 0.5 })
    .toBuffer();
}

/**
 * Milliseconds each frame stays. GIF counts hundredths of a second, so single delays are rounded but
 * their sums keep the film's pace.
 */
export function gifDelays({ frames, frameRate }: Pick<RawVideo, 'frames' | 'frameRate'>): number[] {
  const begins = (frame: number): number => Math.round((frame * 100) / frameRate);
  return Array.from({ length: frames }, (_, frame) => (begins(frame + 1) - begins(frame)) * 10);
}

/** JSON with everything beyond ASCII escaped, as EXIF text is ASCII. */
const asciiJson = (value: unknown): string =>
  JSON.stringify(value).replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
