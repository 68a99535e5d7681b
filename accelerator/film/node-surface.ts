import { type Canvas, createCanvas, type Image, type SKRSContext2D } from '@napi-rs/canvas';
import type { Pen, Surface } from '#core/film/compose/canvas-port.ts';

/** What @napi-rs/canvas draws onto a canvas. */
export type NodePicture = Canvas | Image;

/** A canvas of the processor's. */
export function nodeSurface(width: number, height: number): Surface<NodePicture> {
  const canvas = createCanvas(width, height);
  const pen = canvas.getContext('2d');
  return {
    width,
    height,
    picture: canvas,
    pen: weighing(pen) as unknown as Pen<NodePicture>,
    read: () => pen.getImageData(0, 0, width, height),
    write: ({ data }) => {
      const image = pen.createImageData(width, height);
      image.data.set(data);
      pen.putImageData(image, 0, 0);
    },
  };
}

/** Versions 1.0 of the canvas draw variable fonts in their heaviest weight unless the axis is set apart from the font. */
function weighing(pen: SKRSContext2D): SKRSContext2D {
  const own = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(pen), 'font') as Required<Pick<PropertyDescriptor, 'get' | 'set'>>;
  return Object.defineProperty(pen, 'font', {
    get: () => own.get.call(pen) as string,
    set: (font: string) => {
      own.set.call(pen, font);
      pen.fontVariationSettings = `'wght' ${/^\d+/.exec(font)?.[0] ?? '400'}`;
    },
  });
}
