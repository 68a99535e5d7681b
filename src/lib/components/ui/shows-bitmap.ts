import type { Attachment } from 'svelte/attachments';

/** Makes a canvas as large as a bitmap and shows it there, each one as it comes. Without one the last stays. */
export const showsBitmap = (bitmap: ImageBitmap | null | undefined): Attachment<HTMLCanvasElement> => (canvas) => {
  if (!bitmap) return;
  canvas.width = bitmap.width;
  canvas.height = bitmap.height;
  canvas.getContext('2d')!.drawImage(bitmap, 0, 0);
};
