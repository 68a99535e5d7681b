import type { RawVideo } from '#core/domain/generate/engine.ts';
import type { MediaFile } from '#lib/engine/film.ts';

/** The most frames on a filmstrip, and their height in pixels. */
export const STRIP_FRAMES = 9;
export const STRIP_HEIGHT = 96;

/** One frame in its own size. */
export function drawFrame({ width, height, rgb }: RawVideo, frame: number): OffscreenCanvas {
  const canvas = new OffscreenCanvas(width, height);
  const image = new ImageData(width, height);
  const begin = frame * width * height * 3;
  for (let pixel = 0; pixel < width * height; pixel++) {
    for (let channel = 0; channel < 3; channel++) {
      image.data[pixel * 4 + channel] = rgb[begin + pixel * 3 + channel]!;
    }
    image.data[pixel * 4 + 3] = 255;
  }
  canvas.getContext('2d')!.putImageData(image, 0, 0);
  return canvas;
}

/** Frames side by side, evenly thinned, the first and the last among them. */
export function drawFilmstrip(video: RawVideo): { canvas: OffscreenCanvas; frames: number } {
  const frames = Math.min(video.frames, STRIP_FRAMES);
  const scale = Math.min(1, STRIP_HEIGHT / video.height);
  const width = Math.round(video.width * scale);
  const height = Math.round(video.height * scale);
  const canvas = new OffscreenCanvas(width * frames, height);
  const context = canvas.getContext('2d')!;
  context.imageSmoothingQuality = 'high';
  for (let i = 0; i < frames; i++) {
    const frame = frames === 1 ? 0 : Math.round((i * (video.frames - 1)) / (frames - 1));
    context.drawImage(drawFrame(video, frame), i * width, 0, width, height);
  }
  return { canvas, frames };
}

/** A canvas as a file of the wanted type; where the browser does not write it, as a PNG. */
export async function toFile(canvas: OffscreenCanvas, type: 'image/png' | 'image/webp'): Promise<MediaFile> {
  const blob = await canvas.convertToBlob({ type, quality: 0.9 });
  return { type: blob.type, bytes: new Uint8Array(await blob.arrayBuffer()) };
}
