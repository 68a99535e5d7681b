import { createCanvas, GlobalFonts } from '@napi-rs/canvas';
import { TextPainter } from '#core/film/handout/text-painter.ts';

/** Paints text with the fonts that are installed on this machine. */
export function nodePainter(): TextPainter {
  // Canvases of Node look for a letter only in the families that are named.
  const families = ['sans-serif', ...GlobalFonts.families.map(({ family }) => JSON.stringify(family))].join(', ');
  return new TextPainter((width, height) => {
    const canvas = createCanvas(width, height);
    const pen = canvas.getContext('2d');
    return { pen, pixels: () => pen.getImageData(0, 0, width, height).data, png: () => canvas.encode('png') };
  }, families);
}
