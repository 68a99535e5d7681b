/** Enough to see a hole in a picture, pixels a side. */
const SIDE = 256;
/** Less than that is seen, of 255. */
const SOLID = 250;

/** Whether any part of a picture is transparent; false where it cannot be read. `url`: of a file in this browser. */
export async function showsThrough(url: string): Promise<boolean> {
  const file = await fetch(url).then((answer) => answer.blob(), () => undefined);
  // No other of the kinds that are taken can be.
  if (!file || !/png|webp/.test(file.type)) return false;
  const bitmap = await createImageBitmap(file, { resizeWidth: SIDE, resizeHeight: SIDE }).catch(() => undefined);
  if (!bitmap) return false;
  const pen = new OffscreenCanvas(SIDE, SIDE).getContext('2d', { willReadFrequently: true })!;
  pen.drawImage(bitmap, 0, 0);
  bitmap.close();
  const { data } = pen.getImageData(0, 0, SIDE, SIDE);
  for (let at = 3; at < data.length; at += 4) if (data[at]! < SOLID) return true;
  return false;
}
