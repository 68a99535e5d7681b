import * as Comlink from 'comlink';
import type { Matte } from '#core/domain/cut-outs/matte.ts';
import { cutRows, edgeGuide } from '#core/pipelines/cut-outs/cut-rows.ts';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import type { Result } from '#core/schema/result.ts';
import { asResult } from '#core/pipelines/as-result.ts';

/** Rows that are cut at a time: the pixels of a whole picture are in memory once, not twice. */
const ROWS = 256;

export interface CutPicture {
  /** A PNG of the picture's own size, transparent where the ground was. */
  readonly file: Blob;
  readonly width: number;
  readonly height: number;
}

const api = {
  /** A picture without its ground. FaultError `picture-unreadable` for a file that is none. */
  cut(file: Blob, matte: Matte): Promise<Result<CutPicture, Fault>> {
    return asResult(async () => {
      const picture = await createImageBitmap(file).catch((cause: unknown) => {
        throw new FaultError('picture-unreadable', {}, { cause });
      });
      const { width, height } = picture;
      const small = pen(matte.width, matte.height);
      small.drawImage(picture, 0, 0, matte.width, matte.height);
      const guide = edgeGuide(matte, small.getImageData(0, 0, matte.width, matte.height).data);
      const whole = pen(width, height);
      whole.drawImage(picture, 0, 0);
      picture.close();
      for (let top = 0; top < height; top += ROWS) {
        const rows = whole.getImageData(0, top, width, Math.min(ROWS, height - top));
        cutRows(rows.data, { width, height, top }, guide);
        whole.putImageData(rows, 0, top);
      }
      return { file: await whole.canvas.convertToBlob({ type: 'image/png' }), width, height };
    });
  },
};
export type CutOutApi = typeof api;

function pen(width: number, height: number): OffscreenCanvasRenderingContext2D {
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (!context) throw new FaultError('out-of-memory');
  context.imageSmoothingQuality = 'high';
  return context;
}

Comlink.expose(api);
