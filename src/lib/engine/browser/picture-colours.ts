import { coloursOf } from '#core/domain/project/picture-colours.ts';

/** A picture is looked at in so many pixels a side: enough for its colours. */
const SIDE = 64;

/** The colours that a picture is remembered by, by name; none where it cannot be decoded. */
export async function pictureColours(file: Blob): Promise<readonly string[]> {
  const bitmap = await createImageBitmap(file, { resizeWidth: SIDE, resizeHeight: SIDE, resizeQuality: 'medium' }).catch(() => undefined);
  if (!bitmap) return [];
  const context = new OffscreenCanvas(SIDE, SIDE).getContext('2d', { willReadFrequently: true })!;
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  return coloursOf(context.getImageData(0, 0, SIDE, SIDE).data, SIDE);
}
