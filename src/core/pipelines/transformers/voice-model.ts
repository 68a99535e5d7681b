import { FaultError } from '../../schema/fault.ts';
import type { LibraryModel } from './library.ts';
import { graphFault, graphOptions, type ModelParts, neededGraph } from './load.ts';
import type { LibraryTensor } from './speech-library.ts';

/** What of @huggingface/transformers is used to read aloud, as it is used. */
export interface VoiceLibrary {
  readonly AutoTokenizer: { from_pretrained(name: string): Promise<unknown> };
  readonly StyleTextToSpeech2Model: { from_pretrained(name: string, options: Record<string, unknown>): Promise<unknown> };
  readonly Tensor: new (type: 'float32', data: Float32Array, dims: number[]) => unknown;
}

/** Numbers of one row of a voice: how it sounds when so many signs are said at once. */
const STYLE = 256;
/** Rows that a voice of Kokoro's has; a larger file is none. */
const MOST_ROWS = 510;

type Tokenize = (signs: string) => { readonly input_ids: LibraryTensor };

/** A model that says phonemes aloud in voices of its own, of Kokoro's layout. */
export class VoiceModel {
  readonly #parts: ModelParts<VoiceLibrary>;
  readonly #tokenize: Tokenize;
  readonly #model: LibraryModel;
  readonly #voices = new Map<string, Float32Array>();

  private constructor(parts: ModelParts<VoiceLibrary>, tokenize: Tokenize, model: LibraryModel) {
    this.#parts = parts;
    this.#tokenize = tokenize;
    this.#model = model;
  }

  /** Samples a second of what it says. */
  static readonly RATE = 24_000;

  /** Throws FaultError `model-file-missing`, `model-graph-invalid` or `out-of-memory`. */
  static async open(parts: ModelParts<VoiceLibrary>): Promise<VoiceModel> {
    const { library, id, paths, provider } = parts;
    const graph = neededGraph(paths, 'model');
    try {
      const tokenize = (await library.AutoTokenizer.from_pretrained(id)) as Tokenize;
      const model = await library.StyleTextToSpeech2Model.from_pretrained(id, graphOptions(graph, provider));
      return new VoiceModel(parts, tokenize, model as LibraryModel);
    } catch (error) {
      throw graphFault(error);
    }
  }

  /** The most signs that a voice says at once. Throws FaultError `model-file-missing` or `model-manifest-invalid`. */
  async most(voice: string): Promise<number> {
    return (await this.#voice(voice)).length / STYLE - 1;
  }

  /**
   * Says signs of Kokoro's alphabet, at most `most` of them; `speed` 1 as the voice speaks by itself. Samples between -1 and 1.
   * Throws FaultError `model-file-missing`, `model-manifest-invalid`, `model-graph-invalid` or `out-of-memory`.
   */
  async speak(signs: string, voice: string, speed: number): Promise<Float32Array> {
    const rows = await this.#voice(voice);
    const { Tensor } = this.#parts.library;
    try {
      const { input_ids } = this.#tokenize(signs);
      // The ends of a sentence are signs, too, and have no row.
      const row = Math.min(Math.max(0, input_ids.dims.at(-1)! - 2), rows.length / STYLE - 1);
      const style = new Tensor('float32', rows.slice(row * STYLE, (row + 1) * STYLE), [1, STYLE]);
      const { waveform } = (await this.#model.forward({ input_ids, style, speed: new Tensor('float32', Float32Array.of(speed), [1]) })) as { readonly waveform?: LibraryTensor };
      if (!waveform) throw new FaultError('model-graph-invalid', { detail: 'It answers no waveform.' });
      return waveform.to('float32').data as Float32Array;
    } catch (error) {
      throw graphFault(error);
    }
  }

  async dispose(): Promise<void> {
    await this.#model.dispose();
  }

  async #voice(voice: string): Promise<Float32Array> {
    const known = this.#voices.get(voice);
    if (known) return known;
    const file = `voices/${voice}.bin`;
    const bytes = await this.#parts.read(file);
    const row = STYLE * 4;
    if (bytes.length < 2 * row || bytes.length > MOST_ROWS * row || bytes.length % row !== 0) throw new FaultError('model-manifest-invalid', { file, problem: `it has ${bytes.length} bytes` });
    const rows = new Float32Array(bytes.slice().buffer);
    this.#voices.set(voice, rows);
    return rows;
  }
}
