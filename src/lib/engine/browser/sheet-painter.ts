import { TextPainter } from '#core/film/handout/text-painter.ts';

/** Paints text with the fonts of the system that the browser runs on. */
export const sheetPainter = (): TextPainter =>
  new TextPainter((width, height) => {
    const canvas = new OffscreenCanvas(width, height);
    const pen = canvas.getContext('2d')!;
    return {
      pen,
      pixels: () => pen.getImageData(0, 0, width, height).data,
      png: async () => new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer()),
    };
  }, 'system-ui, sans-serif');
