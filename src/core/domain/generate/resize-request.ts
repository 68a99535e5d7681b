import type { GenerationRequest, Picture } from '../../schema/request.ts';

/** Pixels. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** Scales a picture as its host does it best. */
export type ResizePicture = (picture: Picture, size: PictureSize) => Promise<Picture>;

/** The same request at another size, its pictures too. */
export async function resizeRequest(request: GenerationRequest, size: PictureSize, resize: ResizePicture): Promise<GenerationRequest> {
  const { first, last } = request;
  return {
    ...request,
    ...size,
    ...(first && { first: await resize(first, size) }),
    ...(last && { last: await resize(last, size) }),
  };
}
