import type { CameraView } from '#core/film/compose/camera.ts';
import { type DepthGrid, depthGrid } from '#core/film/compose/depth-grid.ts';
import { bendStill } from '#core/film/compose/parallax.ts';
import { DEPTH_MAP_TYPE } from '#core/schema/clip-depth.ts';
import { FaultError } from '#core/schema/fault.ts';
import type { Sha256 } from '#core/schema/ids.ts';
import type { Assets } from '#lib/state/store/assets.svelte.ts';

/** The longer side of a still that is bent while it is watched, in pixels: on a slow machine still many frames a second. */
const LONGER = 960;

/** A still with depth, as films bend it, at the size of a preview. */
export class BentPreview {
  readonly #still: ImageData;
  readonly #grid: DepthGrid;
  readonly #out: ImageData;

  constructor(still: ImageData, grid: DepthGrid) {
    this.#still = still;
    this.#grid = grid;
    this.#out = new ImageData(still.width, still.height);
  }

  get width(): number {
    return this.#still.width;
  }

  get height(): number {
    return this.#still.height;
  }

  /** Fills a canvas of the same size with the still as the camera sees it. */
  draw(canvas: HTMLCanvasElement, view: CameraView, strength: number): void {
    bendStill(this.#still, this.#grid, view, strength, this.#out);
    canvas.getContext('2d')?.putImageData(this.#out, 0, 0);
  }
}

/** Reads a still and its depth map; undefined where one of them is gone or cannot be read. */
export async function readBent(assets: Pick<Assets, 'open'>, picture: { readonly asset: Sha256; readonly type: string }, map: Sha256): Promise<BentPreview | undefined> {
  const [still, depth] = await Promise.all([pixelsOf(assets, picture, LONGER), pixelsOf(assets, { asset: map, type: DEPTH_MAP_TYPE }, Infinity)]);
  return still && depth && new BentPreview(still, depthGrid(depth));
}

async function pixelsOf(assets: Pick<Assets, 'open'>, file: { readonly asset: Sha256; readonly type: string }, longest: number): Promise<ImageData | undefined> {
  const blob = await assets.open(file).catch((error: unknown) => {
    if (!(error instanceof FaultError)) throw error;
    return undefined;
  });
  const bitmap = blob && (await createImageBitmap(blob).catch(() => undefined));
  if (!bitmap) return undefined;
  const scale = Math.min(1, longest / Math.max(bitmap.width, bitmap.height));
  const [width, height] = [Math.max(1, Math.round(bitmap.width * scale)), Math.max(1, Math.round(bitmap.height * scale))];
  const pen = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })!;
  pen.imageSmoothingQuality = 'high';
  // What is transparent is white, as it is in films.
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, width, height);
  pen.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  return pen.getImageData(0, 0, width, height);
}
