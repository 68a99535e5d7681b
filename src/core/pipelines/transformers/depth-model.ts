import { z } from 'zod';
import { graphAmong } from '../../domain/language/chat-files.ts';
import { DepthConfig } from '../../domain/models/depth-files.ts';
import { FaultError } from '../../schema/fault.ts';
import { type DepthPicture, greyDepth } from './grey-depth.ts';
import type { TransformersLibrary } from './library.ts';
import { graphFault, jsonOf } from './load.ts';
import { PictureConfig, planesOf, type RgbaPicture } from './picture-planes.ts';

interface Size {
  readonly width: number;
  readonly height: number;
}

export interface DepthParts {
  readonly library: TransformersLibrary;
  readonly id: string;
  readonly paths: readonly string[];
  read(path: string): Promise<Uint8Array>;
  readonly provider: string;
}

const EyeConfig = PictureConfig.extend({ ensure_multiple_of: z.int().min(1).max(64).default(14) });
type EyeConfig = z.infer<typeof EyeConfig>;

type Graph = ((inputs: Record<string, unknown>) => Promise<Record<string, unknown>>) & { dispose(): Promise<unknown> };

/** A picture is never looked at larger than this many times the size that the model was taught with. */
const MOST_LARGER = 2;

/** A model that tells how far away everything in a picture is: Depth Anything's layout, one graph. */
export class DepthModel {
  readonly #library: TransformersLibrary;
  readonly #graph: Graph;
  readonly #config: EyeConfig;

  private constructor(library: TransformersLibrary, graph: Graph, config: EyeConfig) {
    this.#library = library;
    this.#graph = graph;
    this.#config = config;
  }

  /** Throws FaultError `model-manifest-invalid`, `model-file-missing`, `model-graph-invalid` or `out-of-memory`. */
  static async open({ library, id, paths, read, provider }: DepthParts): Promise<DepthModel> {
    const graph = graphAmong(paths, 'model');
    if (!graph) throw new FaultError('model-file-missing', { file: 'onnx/model.onnx' });
    jsonOf('config.json', await read('config.json'), DepthConfig);
    const config = jsonOf('preprocessor_config.json', await read('preprocessor_config.json'), EyeConfig);
    const options = { dtype: graph.precision, device: 'auto', use_external_data_format: graph.parts, session_options: { executionProviders: [provider] } };
    try {
      return new DepthModel(library, (await library.DepthAnythingForDepthEstimation.from_pretrained(id, options)) as Graph, config);
    } catch (error) {
      throw graphFault(error);
    }
  }

  /** The size in which a picture is looked at: its shape, its shorter side as the model was taught, in whole patches. Pixels. */
  sizeFor({ width, height }: Size): Size {
    const { size, ensure_multiple_of: patch } = this.#config;
    const scale = Math.max(size.width / width, size.height / height);
    const patches = (pixels: number, most: number) => Math.max(1, Math.round(Math.min(most, pixels * scale) / patch)) * patch;
    return { width: patches(width, MOST_LARGER * size.width), height: patches(height, MOST_LARGER * size.height) };
  }

  /** The depth of a picture of `sizeFor`, as a grey picture of that size. Throws FaultError `model-graph-invalid` or `out-of-memory`. */
  async of(picture: RgbaPicture): Promise<DepthPicture> {
    const { width, height } = picture;
    let told: unknown;
    try {
      told = (await this.#graph({ pixel_values: new this.#library.Tensor('float32', planesOf(picture, this.#config), [1, 3, height, width]) })).predicted_depth;
    } catch (error) {
      throw graphFault(error);
    }
    const { data, dims } = (told ?? {}) as { readonly data?: unknown; readonly dims?: readonly number[] };
    const [down, across] = dims?.slice(-2) ?? [];
    if (!(data instanceof Float32Array) || !down || !across || data.length !== down * across) throw new FaultError('model-graph-invalid', { detail: 'predicted_depth is no picture' });
    return greyDepth(data, across, down);
  }

  async dispose(): Promise<void> {
    await this.#graph.dispose();
  }
}
