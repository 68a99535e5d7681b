import sharp from 'sharp';
import type { ResizePicture } from '#core/domain/generate/resize-request.ts';

export const resizePicture: ResizePicture = async (picture, { width, height }) => {
  const raw = { width: picture.width, height: picture.height, channels: 3 } as const;
  const rgb = await sharp(picture.rgb, { raw }).resize(width, height, { fit: 'fill', kernel: 'lanczos3' }).raw().toBuffer();
  return { ...picture, width, height, rgb: Uint8Array.from(rgb) };
};
