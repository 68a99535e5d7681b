import type { ResizePicture } from '#core/domain/generate/resize-request.ts';
import type { Picture } from '#core/schema/request.ts';

export const resizePicture: ResizePicture = async (picture, { width, height }) => {
  const bitmap = await createImageBitmap(opaque(picture), { resizeWidth: width, resizeHeight: height, resizeQuality: 'high' });
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('a canvas without a context');
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  return { ...picture, width, height, rgb: withoutAlpha(context.getImageData(0, 0, width, height).data) };
};

function opaque({ width, height, rgb }: Picture): ImageData {
  const image = new ImageData(width, height);
  image.data.fill(255);
  for (let from = 0, to = 0; from < rgb.length; from += 3, to += 4) image.data.set(rgb.subarray(from, from + 3), to);
  return image;
}

function withoutAlpha(rgba: Uint8ClampedArray): Uint8Array<ArrayBuffer> {
  const rgb = new Uint8Array((rgba.length / 4) * 3);
  for (let from = 0, to = 0; to < rgb.length; from += 4, to += 3) rgb.set(rgba.subarray(from, from + 3), to);
  return rgb;
}
