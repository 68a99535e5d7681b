import type { CancelSignal } from '../../domain/generate/engine.ts';
import type { GraphFile } from '../../domain/models/graph-files.ts';
import { captionGraphs, captionLayoutOf } from '../../domain/language/caption-files.ts';
import { describedText } from '../../domain/language/described-text.ts';
import { FaultError } from '../../schema/fault.ts';
import type { CaptionLayout, CaptionTokenizer } from './caption-layout.ts';
import type { ChatParts } from './chat-model.ts';
import { florence2Layout } from './florence2-layout.ts';
import type { LibraryModel } from './library.ts';
import { graphFault } from './load.ts';
import type { RgbaPicture } from './picture-planes.ts';
import { smolvlmLayout } from './smolvlm-layout.ts';

/** A description longer than this has lost its way. Tokens. */
const LONGEST = 96;

/** A model that says what a picture shows, of Florence-2's layout or of SmolVLM's. */
export class CaptionModel {
  readonly #parts: ChatParts;
  readonly #tokenizer: CaptionTokenizer;
  readonly #model: LibraryModel;
  readonly #layout: CaptionLayout;

  private constructor(parts: ChatParts, tokenizer: CaptionTokenizer, model: LibraryModel, layout: CaptionLayout) {
    this.#parts = parts;
    this.#tokenizer = tokenizer;
    this.#model = model;
    this.#layout = layout;
    const forward = model.forward.bind(model);
    // As with models that write: a cancel is heard between two words, or never.
    model.forward = async (inputs) => {
      await parts.breathe();
      return forward(inputs);
    };
  }

  /** Throws FaultError `model-manifest-invalid`, `model-file-missing`, `model-graph-invalid` or `out-of-memory`. */
  static async open(parts: ChatParts): Promise<CaptionModel> {
    const { library, id, paths, provider } = parts;
    const graphs = captionGraphs(paths);
    if (typeof graphs === 'string') throw new FaultError('model-file-missing', { file: `onnx/${graphs}.onnx` });
    const layout = await (captionLayoutOf(paths) === 'florence2' ? florence2Layout : smolvlmLayout)((path) => parts.read(path));
    const of = <Value>(value: (graph: GraphFile) => Value) => Object.fromEntries(Object.entries(graphs).map(([name, graph]) => [name, value(graph)]));
    try {
      const tokenizer = (await library.AutoTokenizer.from_pretrained(id)) as CaptionTokenizer;
      const model = await layout.load(library, id, {
        dtype: of(({ precision }) => precision),
        device: 'auto',
        use_external_data_format: of((graph) => graph.parts),
        session_options: {
          executionProviders: [provider],
          // What was read of the picture stays on the card from one word to the next.
          ...(provider === 'webgpu' && { preferredOutputLocation: Object.fromEntries(layout.held.map((name) => [name, 'gpu-buffer'])) }),
        },
      });
      return new CaptionModel(parts, tokenizer, model as LibraryModel, layout);
    } catch (error) {
      throw graphFault(error);
    }
  }

  /** Pixels that a picture has to have. */
  get size(): { readonly width: number; readonly height: number } {
    return this.#layout.size;
  }

  /** The question that is put beside a picture, as tokens. */
  tokensOf(): number[] {
    return Array.from((this.#asked().input_ids as { data: BigInt64Array }).data, Number);
  }

  /**
   * What a picture of `size` shows, in a sentence; nothing in it is to be trusted. Throws FaultError `cancelled`,
   * `model-graph-invalid`, `out-of-memory`, or `language-unfit` where the model says nothing.
   */
  async describe(picture: RgbaPicture, signal: CancelSignal): Promise<string> {
    const { library, name } = this.#parts;
    const stop = new library.InterruptableStoppingCriteria();
    const written: number[] = [];
    let isGiven = true;
    const streamer = {
      put: (ids: readonly (readonly (bigint | number)[])[]) => {
        // First comes what it begins with.
        if (!isGiven) written.push(Number(ids[0]![0]));
        isGiven = false;
        if (signal.aborted) stop.interrupt();
      },
      end: () => {},
    };
    try {
      const shown = this.#layout.show(library, picture);
      await this.#model.generate({ ...this.#asked(), ...shown, max_new_tokens: LONGEST, num_beams: 1, do_sample: false, streamer, stopping_criteria: stop });
    } catch (error) {
      throw signal.aborted ? new FaultError('cancelled', {}, { cause: error }) : graphFault(error);
    }
    if (signal.aborted) throw new FaultError('cancelled');
    const said = describedText(this.#tokenizer.decode(written, { skip_special_tokens: true }));
    // Who was cut short is heard to the last whole sentence.
    const text = written.length < LONGEST ? said : said.replace(/(?<=[.!?])[^.!?]*$/u, '');
    if (text === '') throw new FaultError('language-unfit', { model: name, detail: 'It has no words for the picture.' });
    return text;
  }

  async dispose(): Promise<void> {
    await this.#model.dispose();
  }

  #asked(): { readonly input_ids: unknown; readonly attention_mask: unknown } {
    const { input_ids, attention_mask } = this.#layout.ask(this.#tokenizer);
    return { input_ids, attention_mask };
  }
}
