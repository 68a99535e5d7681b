import type { Ground } from '#core/schema/cut-out.ts';
import { FaultError } from '#core/schema/fault.ts';

const COLOURS: Readonly<Record<Ground, string | null>> = { none: null, white: '#fff', grey: '#808080', black: '#000' };

/** A picture laid on a ground, as PNG in its own size. Throws FaultError `picture-unreadable`. */
export async function layOn(picture: Blob, ground: Ground): Promise<Blob> {
  const colour = COLOURS[ground];
  if (colour === null) return picture;
  const bitmap = await createImageBitmap(picture).catch((cause: unknown) => {
    throw new FaultError('picture-unreadable', {}, { cause });
  });
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const pen = canvas.getContext('2d')!;
  pen.fillStyle = colour;
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(bitmap, 0, 0);
  bitmap.close();
  return canvas.convertToBlob({ type: 'image/png' });
}
