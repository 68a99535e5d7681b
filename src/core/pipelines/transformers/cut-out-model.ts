import { z } from 'zod';
import { CutOutConfig } from '../../domain/cut-outs/cut-out-files.ts';
import type { Matte } from '../../domain/cut-outs/matte.ts';
import { FaultError } from '../../schema/fault.ts';
import type { ModelParts } from './load.ts';
import { PictureGraph } from './picture-graph.ts';
import { PictureConfig, type RgbaPicture } from './picture-planes.ts';

const Side = z.int().min(32).max(2_048);
export const CutOutEyeConfig = PictureConfig.omit({ size: true }).extend({
  size: z.object({ shortest_edge: Side }),
  /** Both sides are multiples of it. */
  size_divisibility: z.int().min(1).max(256),
});
type EyeConfig = z.infer<typeof CutOutEyeConfig>;

/** A picture longer than so many times its shorter side is squeezed. */
const LONGEST = 4;

/** A model that tells subject from ground: MODNet's layout, one graph from `input` to `output`. */
export class CutOutModel {
  readonly #graph: PictureGraph<EyeConfig>;

  private constructor(graph: PictureGraph<EyeConfig>) {
    this.#graph = graph;
  }

  /** Throws FaultError `model-manifest-invalid`, `model-file-missing`, `model-graph-invalid` or `out-of-memory`. */
  static async open(parts: ModelParts): Promise<CutOutModel> {
    return new CutOutModel(await PictureGraph.open(parts, { config: CutOutConfig, eye: CutOutEyeConfig, model: (library) => library.AutoModelForImageSegmentation, input: 'input', output: 'output' }));
  }

  /** Pixels that a picture of a size has to be brought to. */
  sizeFor(picture: { readonly width: number; readonly height: number }): { readonly width: number; readonly height: number } {
    const { size, size_divisibility: step } = this.#graph.eye;
    const shorter = Math.min(picture.width, picture.height);
    const side = (pixels: number) => Math.max(1, Math.floor((size.shortest_edge * Math.min(LONGEST, pixels / shorter)) / step)) * step;
    return { width: side(picture.width), height: side(picture.height) };
  }

  /** How much of each place of a picture of `sizeFor` is subject, 0 to 1. Throws FaultError `model-graph-invalid` or `out-of-memory`. */
  async sharesOf(picture: RgbaPicture): Promise<Float32Array> {
    const { data } = await this.#graph.look(picture);
    if (!(data instanceof Float32Array) || data.length !== picture.width * picture.height) throw new FaultError('model-graph-invalid', { detail: 'output is no matte of the picture’s size' });
    if (data.some(Number.isNaN)) throw new FaultError('model-graph-invalid', { detail: 'a matte is no number' });
    return data;
  }

  /** The same as a matte. */
  async matteOf(picture: RgbaPicture): Promise<Matte> {
    const shares = await this.sharesOf(picture);
    return { width: picture.width, height: picture.height, values: Uint8Array.from(shares, (share) => Math.round(255 * Math.max(0, Math.min(1, share)))) };
  }

  async dispose(): Promise<void> {
    await this.#graph.dispose();
  }
}
