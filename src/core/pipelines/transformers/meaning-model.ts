import { FaultError } from '../../schema/fault.ts';
import type { TransformersLibrary } from './library.ts';
import { graphFault, graphOptions, jsonOf, type ModelParts, neededGraph } from './load.ts';
import { PictureConfig, planesOf, type RgbaPicture } from './picture-planes.ts';

type Graph = (inputs: Record<string, unknown>) => Promise<Record<string, unknown>>;
type Tokenize = (text: string, options: { readonly padding: 'max_length'; readonly truncation: true }) => { readonly input_ids: unknown };

/** The longest embedding of any model that is known, by far. */
const LONGEST = 8_192;

/** Places pictures and words in one space: what belongs together lies in one direction. SigLIP's layout, one graph for each side. */
export class MeaningModel {
  readonly #library: TransformersLibrary;
  readonly #text: Graph;
  readonly #vision: Graph;
  readonly #tokenize: Tokenize;
  readonly #config: PictureConfig;

  private constructor(library: TransformersLibrary, text: Graph, vision: Graph, tokenize: Tokenize, config: PictureConfig) {
    this.#library = library;
    this.#text = text;
    this.#vision = vision;
    this.#tokenize = tokenize;
    this.#config = config;
  }

  /** Throws FaultError `model-manifest-invalid`, `model-file-missing`, `model-graph-invalid` or `out-of-memory`. */
  static async open({ library, id, paths, read, provider }: ModelParts): Promise<MeaningModel> {
    const [text, vision] = [neededGraph(paths, 'text_model'), neededGraph(paths, 'vision_model')];
    const config = jsonOf('preprocessor_config.json', await read('preprocessor_config.json'), PictureConfig);
    try {
      const tokenize = (await library.AutoTokenizer.from_pretrained(id)) as Tokenize;
      const words = (await library.SiglipTextModel.from_pretrained(id, graphOptions(text, provider))) as Graph;
      const pictures = (await library.SiglipVisionModel.from_pretrained(id, graphOptions(vision, provider))) as Graph;
      return new MeaningModel(library, words, pictures, tokenize, config);
    } catch (error) {
      throw graphFault(error);
    }
  }

  /** Pixels that a picture has to have. */
  get size(): { readonly width: number; readonly height: number } {
    return this.#config.size;
  }

  /** Where words lie, as a direction of length one. Throws FaultError `model-graph-invalid` or `out-of-memory`. */
  async ofText(text: string): Promise<Float32Array> {
    return this.#run(async () => this.#text({ input_ids: this.#tokenize(text, { padding: 'max_length', truncation: true }).input_ids }));
  }

  /** Where a picture lies, as a direction of length one; it has to be of `size`. */
  async ofPicture(picture: RgbaPicture): Promise<Float32Array> {
    const { width, height } = picture;
    const planes = planesOf(picture, this.#config);
    return this.#run(async () => this.#vision({ pixel_values: new this.#library.Tensor('float32', planes, [1, 3, height, width]) }));
  }

  async #run(work: () => Promise<Record<string, unknown>>): Promise<Float32Array> {
    let data: unknown;
    try {
      data = ((await work()).pooler_output as { readonly data?: unknown } | undefined)?.data;
    } catch (error) {
      throw graphFault(error);
    }
    if (!(data instanceof Float32Array) || data.length < 2 || data.length > LONGEST) throw new FaultError('model-graph-invalid', { detail: 'pooler_output is no embedding' });
    const length = Math.hypot(...data);
    if (!(length > 0 && Number.isFinite(length))) throw new FaultError('model-graph-invalid', { detail: 'an embedding is no number' });
    return data.map((value) => value / length);
  }
}
