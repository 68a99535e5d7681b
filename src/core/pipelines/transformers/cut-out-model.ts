import { z } from 'zod';
import { CutOutConfig } from '../../domain/cut-outs/cut-out-files.ts';
import type { Matte } from '../../domain/cut-outs/matte.ts';
import { graphAmong } from '../../domain/language/chat-files.ts';
import { FaultError } from '../../schema/fault.ts';
import type { MeaningParts } from './meaning-model.ts';
import { graphFault, jsonOf } from './load.ts';
import { PictureConfig, planesOf, type RgbaPicture } from './picture-planes.ts';

const Side = z.int().min(32).max(2_048);
const EyeConfig = PictureConfig.omit({ size: true }).extend({
  size: z.object({ shortest_edge: Side }),
  /** Both sides are multiples of it. */
  size_divisibility: z.int().min(1).max(256),
});
type EyeConfig = z.infer<typeof EyeConfig>;

/** A picture longer than so many times its shorter side is squeezed. */
const LONGEST = 4;

type Graph = ((inputs: Record<string, unknown>) => Promise<Record<string, unknown>>) & { dispose(): Promise<unknown> };

/** A model that tells subject from ground: MODNet's layout, one graph from `input` to `output`. */
export class CutOutModel {
  readonly #parts: MeaningParts;
  readonly #graph: Graph;
  readonly #config: EyeConfig;

  private constructor(parts: MeaningParts, graph: Graph, config: EyeConfig) {
    this.#parts = parts;
    this.#graph = graph;
    this.#config = config;
  }

  /** Throws FaultError `model-manifest-invalid`, `model-file-missing`, `model-graph-invalid` or `out-of-memory`. */
  static async open(parts: MeaningParts): Promise<CutOutModel> {
    const { library, id, paths, read, provider } = parts;
    const graph = graphAmong(paths, 'model');
    if (!graph) throw new FaultError('model-file-missing', { file: 'onnx/model.onnx' });
    jsonOf('config.json', await read('config.json'), CutOutConfig);
    const config = jsonOf('preprocessor_config.json', await read('preprocessor_config.json'), EyeConfig);
    try {
      const options = { dtype: graph.precision, device: 'auto', use_external_data_format: graph.parts, session_options: { executionProviders: [provider] } };
      return new CutOutModel(parts, (await library.AutoModelForImageSegmentation.from_pretrained(id, options)) as Graph, config);
    } catch (error) {
      throw graphFault(error);
    }
  }

  /** Pixels that a picture of a size has to be brought to. */
  sizeFor(picture: { readonly width: number; readonly height: number }): { readonly width: number; readonly height: number } {
    const { size, size_divisibility: step } = this.#config;
    const shorter = Math.min(picture.width, picture.height);
    const side = (pixels: number) => Math.max(1, Math.floor((size.shortest_edge * Math.min(LONGEST, pixels / shorter)) / step)) * step;
    return { width: side(picture.width), height: side(picture.height) };
  }

  /** How much of each place of a picture of `sizeFor` is subject, 0 to 1. Throws FaultError `model-graph-invalid` or `out-of-memory`. */
  async sharesOf(picture: RgbaPicture): Promise<Float32Array> {
    const { width, height } = picture;
    let output: { readonly data?: unknown } | undefined;
    try {
      const input = new this.#parts.library.Tensor('float32', planesOf(picture, this.#config), [1, 3, height, width]);
      output = (await this.#graph({ input })).output as typeof output;
    } catch (error) {
      throw graphFault(error);
    }
    const data = output?.data;
    if (!(data instanceof Float32Array) || data.length !== width * height) throw new FaultError('model-graph-invalid', { detail: 'output is no matte of the picture’s size' });
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
