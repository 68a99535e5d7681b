import { graphAmong, type GraphFile } from '../../domain/language/chat-files.ts';
import { FaultError } from '../../schema/fault.ts';
import { graphFault, jsonOf } from './load.ts';
import type { TransformersLibrary } from './library.ts';
import { PictureConfig, planesOf, type RgbaPicture } from './picture-planes.ts';

export interface MeaningParts {
  readonly library: TransformersLibrary;
  readonly id: string;
  readonly paths: readonly string[];
  read(path: string): Promise<Uint8Array>;
  readonly provider: string;
}

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
  static async open({ library, id, paths, read, provider }: MeaningParts): Promise<MeaningModel> {
    const [text, vision] = ['text_model', 'vision_model'].map((name) => {
      const graph = graphAmong(paths, name);
      if (!graph) throw new FaultError('model-file-missing', { file: `onnx/${name}.onnx` });
      return graph;
    }) as [GraphFile, GraphFile];
    const config = jsonOf('preprocessor_config.json', await read('preprocessor_config.json'), PictureConfig);
    const options = ({ precision, parts }: GraphFile) => ({ dtype: precision, device: 'auto', use_external_data_format: parts, session_options: { executionProviders: [provider] } });
    try {
      const tokenize = (await library.AutoTokenizer.from_pretrained(id)) as Tokenize;
      const words = (await library.SiglipTextModel.from_pretrained(id, options(text))) as Graph;
      const pictures = (await library.SiglipVisionModel.from_pretrained(id, options(vision))) as Graph;
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
