import { z } from 'zod';
import type { CancelSignal } from '../../domain/generate/engine.ts';
import { ANSWER_LIMIT, type LanguageQuestion } from '../../domain/language/language-model.ts';
import { FaultError } from '../../schema/fault.ts';
import type { LibraryModel, LibraryTokenizer } from './library.ts';
import { detailOf, graphFault, isMemory, jsonOf, type ModelParts, neededGraph } from './load.ts';

/** What of config.json is relied upon. A file that says absurd things is refused before anything counts up to them. */
export const ChatConfig = z.object({
  num_hidden_layers: z.int().min(1).max(512),
  num_attention_heads: z.int().min(1).max(4_096),
  max_position_embeddings: z.int().min(16).max(100_000_000),
});

export interface ChatParts extends ModelParts {
  /** As a person knows it, for the sentences of faults. */
  readonly name: string;
  /** Lets messages of the host be heard between two tokens. */
  breathe(): Promise<void>;
}

export interface WriteOptions {
  readonly signal: CancelSignal;
  /** How many tokens are written, after each. */
  onWritten?(tokens: number): void;
  /** The likeliest token each time, instead of one drawn as the model's own settings say. */
  readonly greedy?: boolean;
}

/** A language model with its weights, of the layout that the hub's ONNX repositories have for Qwen, Llama and their like. */
export class ChatModel {
  readonly #parts: ChatParts;
  readonly #tokenizer: LibraryTokenizer;
  readonly #model: LibraryModel;
  readonly #limit: number;

  private constructor(parts: ChatParts, tokenizer: LibraryTokenizer, model: LibraryModel, limit: number) {
    this.#parts = parts;
    this.#tokenizer = tokenizer;
    this.#model = model;
    this.#limit = limit;
    const forward = model.forward.bind(model);
    // WebAssembly answers without ever letting the host's messages in, and a cancel is one of them.
    model.forward = async (inputs) => {
      await parts.breathe();
      return forward(inputs);
    };
  }

  /** Throws FaultError `model-manifest-invalid`, `model-file-missing`, `model-graph-invalid` or `out-of-memory`. */
  static async open(parts: ChatParts): Promise<ChatModel> {
    const { library, id, paths, provider } = parts;
    const graph = neededGraph(paths, 'model');
    const config = jsonOf('config.json', await parts.read('config.json'), ChatConfig);
    const kept = Array.from({ length: config.num_hidden_layers }, (_, at) => [`present.${at}.key`, `present.${at}.value`]).flat();
    try {
      const tokenizer = (await library.AutoTokenizer.from_pretrained(id)) as LibraryTokenizer;
      const model = await library.AutoModelForCausalLM.from_pretrained(id, {
        dtype: graph.precision,
        device: 'auto',
        use_external_data_format: graph.parts,
        session_options: {
          executionProviders: [provider],
          // What was read before stays on the card from one token to the next.
          ...(provider === 'webgpu' && { preferredOutputLocation: Object.fromEntries(kept.map((name) => [name, 'gpu-buffer'])) }),
        },
      });
      return new ChatModel(parts, tokenizer, model as LibraryModel, config.max_position_embeddings);
    } catch (error) {
      throw graphFault(error);
    }
  }

  /** Tokens that it can hold in mind, question and answer together. */
  get limit(): number {
    return this.#limit;
  }

  /** The question in the model's own form, as tokens. */
  tokensOf({ system, user }: Pick<LanguageQuestion, 'system' | 'user'>): number[] {
    return idsIn(this.#asked({ system, user }));
  }

  /**
   * The answer as it comes, at most `maxTokens` long and never longer than the model can hold in mind. Throws FaultError
   * `cancelled`, `out-of-memory`, or `language-unfit` where the question alone is too long, or what is written has no end.
   */
  async write({ system, user, maxTokens }: Omit<LanguageQuestion, 'signal'>, { signal, onWritten, greedy = false }: WriteOptions): Promise<string> {
    const asked = this.#asked({ system, user });
    const { length } = idsIn(asked);
    const { name, library } = this.#parts;
    const room = this.#limit - length;
    if (room < 1) throw new FaultError('language-unfit', { model: name, detail: `It can read ${this.#limit} tokens, and the question has ${length}.` });
    const stop = new library.InterruptableStoppingCriteria();
    const written: number[] = [];
    let isPrompt = true;
    const streamer = {
      put: (ids: readonly (readonly (bigint | number)[])[]) => {
        if (isPrompt) isPrompt = false;
        else {
          written.push(Number(ids[0]![0]));
          onWritten?.(written.length);
        }
        if (signal.aborted) stop.interrupt();
      },
      end: () => {},
    };
    try {
      await this.#model.generate({ ...asked, max_new_tokens: Math.min(maxTokens, room), streamer, stopping_criteria: stop, ...(greedy && { do_sample: false }) });
    } catch (error) {
      throw signal.aborted ? new FaultError('cancelled', {}, { cause: error }) : runFault(error, name);
    }
    if (signal.aborted) throw new FaultError('cancelled');
    const text = this.#tokenizer.decode(written, { skip_special_tokens: true });
    if (text.length > ANSWER_LIMIT) throw new FaultError('language-unfit', { model: name, detail: 'Its answer has no end.' });
    return text;
  }

  async dispose(): Promise<void> {
    await this.#model.dispose();
  }

  #asked({ system, user }: Pick<LanguageQuestion, 'system' | 'user'>): Record<string, unknown> {
    const messages = [{ role: 'system' as const, content: system }, { role: 'user' as const, content: user }];
    try {
      // Small models that think aloud fill all the room they have with it.
      return this.#tokenizer.apply_chat_template(messages, { add_generation_prompt: true, return_dict: true, enable_thinking: false }) as Record<string, unknown>;
    } catch (error) {
      throw new FaultError('language-unfit', { model: this.#parts.name, detail: 'It has no form for questions that can be used.' }, { cause: error });
    }
  }
}

const idsIn = (asked: Record<string, unknown>): number[] => Array.from((asked.input_ids as { data: BigInt64Array }).data, Number);

function runFault(error: unknown, model: string): FaultError {
  if (error instanceof FaultError || isMemory(error)) return graphFault(error);
  return new FaultError('language-unfit', { model, detail: detailOf(error) }, { cause: error });
}
