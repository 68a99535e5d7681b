import { z } from 'zod';
import { DepthConfig } from '../../domain/models/depth-files.ts';
import { FaultError } from '../../schema/fault.ts';
import { type DepthPicture, greyDepth } from './grey-depth.ts';
import type { ModelParts } from './load.ts';
import { PictureGraph } from './picture-graph.ts';
import { PictureConfig, type RgbaPicture } from './picture-planes.ts';

interface Size {
  readonly width: number;
  readonly height: number;
}

export const DepthEyeConfig = PictureConfig.extend({ ensure_multiple_of: z.int().min(1).max(64).default(14) });
type EyeConfig = z.infer<typeof DepthEyeConfig>;

/** A picture is never looked at larger than this many times the size that the model was taught with. */
const MOST_LARGER = 2;

/** A model that tells how far away everything in a picture is: Depth Anything's layout, one graph. */
export class DepthModel {
  readonly #graph: PictureGraph<EyeConfig>;

  private constructor(graph: PictureGraph<EyeConfig>) {
    this.#graph = graph;
  }

  /** Throws FaultError `model-manifest-invalid`, `model-file-missing`, `model-graph-invalid` or `out-of-memory`. */
  static async open(parts: ModelParts): Promise<DepthModel> {
    return new DepthModel(await PictureGraph.open(parts, { config: DepthConfig, eye: DepthEyeConfig, model: (library) => library.DepthAnythingForDepthEstimation, input: 'pixel_values', output: 'predicted_depth' }));
  }

  /** The size in which a picture is looked at: its shape, its shorter side as the model was taught, in whole patches. Pixels. */
  sizeFor({ width, height }: Size): Size {
    const { size, ensure_multiple_of: patch } = this.#graph.eye;
    const scale = Math.max(size.width / width, size.height / height);
    const patches = (pixels: number, most: number) => Math.max(1, Math.round(Math.min(most, pixels * scale) / patch)) * patch;
    return { width: patches(width, MOST_LARGER * size.width), height: patches(height, MOST_LARGER * size.height) };
  }

  /** The depth of a picture of `sizeFor`, as a grey picture of that size. Throws FaultError `model-graph-invalid` or `out-of-memory`. */
  async of(picture: RgbaPicture): Promise<DepthPicture> {
    const { data, dims } = await this.#graph.look(picture);
    const [down, across] = dims?.slice(-2) ?? [];
    if (!(data instanceof Float32Array) || !down || !across || data.length !== down * across) throw new FaultError('model-graph-invalid', { detail: 'predicted_depth is no picture' });
    return greyDepth(data, across, down);
  }

  async dispose(): Promise<void> {
    await this.#graph.dispose();
  }
}
