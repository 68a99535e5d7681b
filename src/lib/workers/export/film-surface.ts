import type { Pen, Surface } from '#core/film/compose/canvas-port.ts';

/** What an OffscreenCanvas draws. */
export type BrowserPicture = OffscreenCanvas | ImageBitmap;

/** A canvas that is read in every frame: the processor's, so that films look the same on every machine. */
export function filmSurface(width: number, height: number): Surface<BrowserPicture> {
  const canvas = new OffscreenCanvas(width, height);
  const pen = canvas.getContext('2d', { willReadFrequently: true })!;
  return {
    width,
    height,
    picture: canvas,
    pen: pen as unknown as Pen<BrowserPicture>,
    read: () => pen.getImageData(0, 0, width, height),
    write: ({ data }) => {
      const image = new ImageData(width, height);
      image.data.set(data);
      pen.putImageData(image, 0, 0);
    },
  };
}
