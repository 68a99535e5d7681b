import type { SheetPicture } from '#core/film/handout/contact-sheet.ts';

/** Large enough to print; a handout of many clips stays small. */
const WIDEST = 960;

/** A still as PDF can hold it; undefined where the browser cannot read it. */
export async function sheetPicture(still: Blob): Promise<SheetPicture | undefined> {
  const bitmap = await createImageBitmap(still).catch(() => undefined);
  if (!bitmap) return undefined;
  const scale = Math.min(1, WIDEST / Math.max(bitmap.width, bitmap.height));
  const canvas = new OffscreenCanvas(Math.max(1, Math.round(bitmap.width * scale)), Math.max(1, Math.round(bitmap.height * scale)));
  const pen = canvas.getContext('2d')!;
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  const jpeg = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 });
  return { bytes: new Uint8Array(await jpeg.arrayBuffer()), type: 'image/jpeg' };
}
