import sharp from 'sharp';
import type { GenerationRequest, Picture } from '#core/schema/request.ts';

interface Size {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

/** The same request at another size, its pictures too. */
export async function resizeRequest(request: GenerationRequest, size: Size): Promise<GenerationRequest> {
  const { first, last } = request;
  return {
    ...request,
    ...size,
    ...(first && { first: await resizePicture(first, size) }),
    ...(last && { last: await resizePicture(last, size) }),
  };
}

async function resizePicture(picture: Picture, { width, height }: Size): Promise<Picture> {
  const raw = { width: picture.width, height: picture.height, channels: 3 } as const;
  const rgb = await sharp(picture.rgb, { raw }).resize(width, height, { fit: 'fill', kernel: 'lanczos3' }).raw().toBuffer();
  return { ...picture, width, height, rgb: Uint8Array.from(rgb) };
}
