import { DEPTH_MAP_TYPE, type PictureDepth } from '../../schema/clip-depth.ts';
import type { CameraView } from '../compose/camera.ts';
import type { MakeSurface, Pixels, SourcePicture, Surface } from '../compose/canvas-port.ts';
import { type DepthGrid, depthGrid } from '../compose/depth-grid.ts';
import { bendStill } from '../compose/parallax.ts';
import type { FilmHost } from './film-host.ts';

/** A still that is moved by its depth: its pixels and one picture are in memory. */
export class DeepStill<Picture> {
  readonly #still: Pixels;
  readonly #grid: DepthGrid;
  readonly #strength: number;
  readonly #bent: Pixels;
  readonly #surface: Surface<Picture>;

  private constructor(still: Pixels, grid: DepthGrid, strength: number, surface: Surface<Picture>) {
    this.#still = still;
    this.#grid = grid;
    this.#strength = strength;
    this.#bent = { width: still.width, height: still.height, data: new Uint8ClampedArray(still.data.length) };
    this.#surface = surface;
  }

  /** Nothing where its map is gone or cannot be read. */
  static async open<Picture>(still: SourcePicture<Picture>, { map, strength }: PictureDepth, host: Pick<FilmHost<Picture>, 'makeSurface' | 'openStill'>): Promise<DeepStill<Picture> | undefined> {
    const told = await host.openStill(map, DEPTH_MAP_TYPE);
    if (!told) return undefined;
    const grid = depthGrid(pixelsOf(told, host.makeSurface).pixels);
    told.close();
    const { pixels, surface } = pixelsOf(still, host.makeSurface);
    return new DeepStill(pixels, grid, strength, surface);
  }

  /** The still as the camera sees it from where it is. The picture is drawn anew for the next view. */
  at(view: CameraView): SourcePicture<Picture> {
    bendStill(this.#still, this.#grid, view, this.#strength, this.#bent);
    this.#surface.write(this.#bent);
    return this.#surface;
  }
}

function pixelsOf<Picture>({ picture, width, height }: SourcePicture<Picture>, makeSurface: MakeSurface<Picture>): { readonly pixels: Pixels; readonly surface: Surface<Picture> } {
  const surface = makeSurface(width, height);
  surface.pen.drawImage(picture, 0, 0, width, height);
  return { pixels: surface.read(), surface };
}
