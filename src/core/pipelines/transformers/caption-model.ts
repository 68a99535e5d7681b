import { z } from 'zod';
import type { CancelSignal } from '../../domain/generate/engine.ts';
import { describedText } from '../../domain/language/described-text.ts';
import { CAPTION_GRAPHS, captionGraphs } from '../../domain/language/caption-files.ts';
import { FaultError } from '../../schema/fault.ts';
import type { ChatParts } from './chat-model.ts';
import type { LibraryModel } from './library.ts';
import { graphFault, jsonOf } from './load.ts';
import { PictureConfig, planesOf, type RgbaPicture } from './picture-planes.ts';

/** The short description, by the name that Florence-2 gives to its tasks. */
const TASK = '<CAPTION>';
/** How that task is asked for, where the model's own files do not say it. */
const ASKED = 'What does the image describe?';
/** A description longer than this has lost its way. Tokens. */
const LONGEST = 96;

const EyeConfig = PictureConfig.extend({ task_prompts_without_inputs: z.record(z.string(), z.string().max(500)).optional() });
/** What of config.json is relied upon. A file that says absurd things is refused before anything counts up to them. */
const CaptionConfig = z.object({
  model_type: z.literal('florence2'),
  text_config: z.object({ decoder_layers: z.int().min(1).max(512), encoder_layers: z.int().min(1).max(512), decoder_attention_heads: z.int().min(1).max(4_096), d_model: z.int().min(1).max(65_536) }),
});

type Tokenizer = ((text: string) => { readonly input_ids: unknown; readonly attention_mask: unknown }) & { decode(ids: number[], options: { readonly skip_special_tokens: boolean }): string };

/** A model that says what a picture shows: Florence-2's layout, with an eye, an encoder, and a decoder that holds what it has read. */
export class CaptionModel {
  readonly #parts: ChatParts;
  readonly #tokenizer: Tokenizer;
  readonly #model: LibraryModel;
  readonly #config: z.infer<typeof EyeConfig>;

  private constructor(parts: ChatParts, tokenizer: Tokenizer, model: LibraryModel, config: z.infer<typeof EyeConfig>) {
    this.#parts = parts;
    this.#tokenizer = tokenizer;
    this.#model = model;
    this.#config = config;
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
    const { text_config } = jsonOf('config.json', await parts.read('config.json'), CaptionConfig);
    const config = jsonOf('preprocessor_config.json', await parts.read('preprocessor_config.json'), EyeConfig);
    const held = Array.from({ length: text_config.decoder_layers }, (_, at) => ['decoder.key', 'decoder.value', 'encoder.key', 'encoder.value'].map((end) => `present.${at}.${end}`)).flat();
    const each = <Value>(of: (graph: (typeof CAPTION_GRAPHS)[number]) => Value) => Object.fromEntries(CAPTION_GRAPHS.map((name) => [name, of(name)]));
    try {
      const tokenizer = (await library.AutoTokenizer.from_pretrained(id)) as Tokenizer;
      const model = await library.Florence2ForConditionalGeneration.from_pretrained(id, {
        dtype: each((name) => graphs[name].precision),
        device: 'auto',
        use_external_data_format: each((name) => graphs[name].parts),
        session_options: {
          executionProviders: [provider],
          // What was read of the picture stays on the card from one word to the next.
          ...(provider === 'webgpu' && { preferredOutputLocation: Object.fromEntries(held.map((name) => [name, 'gpu-buffer'])) }),
        },
      });
      return new CaptionModel(parts, tokenizer, model as LibraryModel, config);
    } catch (error) {
      throw graphFault(error);
    }
  }

  /** Pixels that a picture has to have. */
  get size(): { readonly width: number; readonly height: number } {
    return this.#config.size;
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
    const streamer = {
      put: (ids: readonly (readonly (bigint | number)[])[]) => {
        written.push(Number(ids[0]![0]));
        if (signal.aborted) stop.interrupt();
      },
      end: () => {},
    };
    const { width, height } = picture;
    try {
      const pixel_values = new library.Tensor('float32', planesOf(picture, this.#config), [1, 3, height, width]);
      await this.#model.generate({ ...this.#asked(), pixel_values, max_new_tokens: LONGEST, num_beams: 1, do_sample: false, streamer, stopping_criteria: stop });
    } catch (error) {
      throw signal.aborted ? new FaultError('cancelled', {}, { cause: error }) : graphFault(error);
    }
    if (signal.aborted) throw new FaultError('cancelled');
    const text = describedText(this.#tokenizer.decode(written, { skip_special_tokens: true }));
    if (text === '') throw new FaultError('language-unfit', { model: name, detail: 'It has no words for the picture.' });
    return text;
  }

  async dispose(): Promise<void> {
    await this.#model.dispose();
  }

  #asked(): { readonly input_ids: unknown; readonly attention_mask: unknown } {
    const { input_ids, attention_mask } = this.#tokenizer(this.#config.task_prompts_without_inputs?.[TASK] ?? ASKED);
    return { input_ids, attention_mask };
  }
}
