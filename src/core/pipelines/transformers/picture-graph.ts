import type { z } from 'zod';
import type { TransformersLibrary } from './library.ts';
import { graphFault, graphOptions, jsonOf, type ModelParts, neededGraph } from './load.ts';
import { type PictureConfig, planesOf, type RgbaPicture } from './picture-planes.ts';

type Graph = ((inputs: Record<string, unknown>) => Promise<Record<string, unknown>>) & { dispose(): Promise<unknown> };
type Eye = Pick<PictureConfig, 'image_mean' | 'image_std'>;

interface Layout<Config extends Eye> {
  /** What of config.json is relied upon. */
  readonly config: z.ZodType;
  /** What of preprocessor_config.json is relied upon. */
  readonly eye: z.ZodType<Config>;
  readonly model: (library: TransformersLibrary) => { from_pretrained(name: string, options: Record<string, unknown>): Promise<unknown> };
  /** The graph's names of the picture and of its answer. */
  readonly input: string;
  readonly output: string;
}

/** A model of one graph that looks at one picture at a time. */
export class PictureGraph<Config extends Eye> {
  /** How pictures are to be brought to it. */
  readonly eye: Config;
  readonly #parts: ModelParts;
  readonly #layout: Layout<Config>;
  readonly #graph: Graph;

  private constructor(parts: ModelParts, layout: Layout<Config>, graph: Graph, eye: Config) {
    this.eye = eye;
    this.#parts = parts;
    this.#layout = layout;
    this.#graph = graph;
  }

  /** Throws FaultError `model-manifest-invalid`, `model-file-missing`, `model-graph-invalid` or `out-of-memory`. */
  static async open<Config extends Eye>(parts: ModelParts, layout: Layout<Config>): Promise<PictureGraph<Config>> {
    const { library, id, paths, read, provider } = parts;
    const file = neededGraph(paths, 'model');
    jsonOf('config.json', await read('config.json'), layout.config);
    const eye = jsonOf('preprocessor_config.json', await read('preprocessor_config.json'), layout.eye);
    try {
      return new PictureGraph(parts, layout, (await layout.model(library).from_pretrained(id, graphOptions(file, provider))) as Graph, eye);
    } catch (error) {
      throw graphFault(error);
    }
  }

  /** What it answers, as it comes: nothing in it is to be trusted. Throws FaultError `model-graph-invalid` or `out-of-memory`. */
  async look(picture: RgbaPicture): Promise<{ readonly data?: unknown; readonly dims?: readonly number[] }> {
    const { width, height } = picture;
    const { input, output } = this.#layout;
    try {
      const pixels = new this.#parts.library.Tensor('float32', planesOf(picture, this.eye), [1, 3, height, width]);
      return (await this.#graph({ [input]: pixels }))[output] ?? {};
    } catch (error) {
      throw graphFault(error);
    }
  }

  async dispose(): Promise<void> {
    await this.#graph.dispose();
  }
}
