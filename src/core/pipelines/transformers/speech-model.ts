import type { CancelSignal } from '../../domain/generate/engine.ts';
import { type HeardWindow, readHeardTokens } from '../../domain/speech/heard-tokens.ts';
import { SPEECH_GRAPHS } from '../../domain/speech/speech-files.ts';
import { FaultError } from '../../schema/fault.ts';
import { graphFault, type ModelParts, neededGraph } from './load.ts';
import { readSpeechConfig, type SpeechConfig } from './speech-config.ts';
import type { LibrarySpeechModel, LibraryTensor, SpeechLibrary, SpeechTokenizer } from './speech-library.ts';
import { WindowScore } from './window-score.ts';

export interface SpeechParts extends ModelParts<SpeechLibrary> {
  /** Lets messages of the host be heard between two tokens. */
  breathe(): Promise<void>;
}

export interface HearOptions {
  /** A language of the model: `en`. Undefined where it is listened for. */
  readonly language?: string | undefined;
  readonly signal: CancelSignal;
  /** How much of the window was written down, 0 to 1. */
  onHeard?(done: number): void;
}

type Extract = (samples: Float32Array) => Promise<{ readonly input_features: unknown }>;

/** A model that writes down what is said and sung, of Whisper's layout, with the time of every word where its export tells. */
export class SpeechModel {
  readonly #parts: SpeechParts;
  readonly #config: SpeechConfig;
  readonly #extract: Extract;
  readonly #tokenizer: SpeechTokenizer;
  readonly #model: LibrarySpeechModel;
  readonly #tellsWords: boolean;
  /** Looks at what is written now. */
  #score: WindowScore | undefined;

  private constructor(parts: SpeechParts, config: SpeechConfig, extract: Extract, tokenizer: SpeechTokenizer, model: LibrarySpeechModel) {
    this.#parts = parts;
    this.#config = config;
    this.#extract = extract;
    this.#tokenizer = tokenizer;
    this.#model = model;
    this.#tellsWords = config.hasHeads && model.sessions.decoder_model_merged!.outputNames.some((name) => name.startsWith('cross_attentions'));
    const forward = model.forward.bind(model);
    // WebAssembly answers without ever letting the host's messages in, and a cancel is one of them.
    model.forward = async (inputs) => {
      await parts.breathe();
      const outputs = await forward(inputs);
      this.#score?.look(outputs.logits);
      return outputs;
    };
  }

  /** Throws FaultError `model-manifest-invalid`, `model-file-missing`, `model-graph-invalid` or `out-of-memory`. */
  static async open(parts: SpeechParts): Promise<SpeechModel> {
    const { library, id, paths, read, provider } = parts;
    const [encoder, decoder] = [neededGraph(paths, SPEECH_GRAPHS[0]), neededGraph(paths, SPEECH_GRAPHS[1])];
    const config = await readSpeechConfig(read);
    try {
      const extract = (await library.AutoFeatureExtractor.from_pretrained(id)) as Extract;
      const tokenizer = (await library.AutoTokenizer.from_pretrained(id)) as SpeechTokenizer;
      const model = await library.WhisperForConditionalGeneration.from_pretrained(id, {
        dtype: { encoder_model: encoder.precision, decoder_model_merged: decoder.precision },
        device: 'auto',
        use_external_data_format: { encoder_model: encoder.parts, decoder_model_merged: decoder.parts },
        session_options: { executionProviders: [provider] },
      });
      return new SpeechModel(parts, config, extract, tokenizer, model as LibrarySpeechModel);
    } catch (error) {
      throw graphFault(error);
    }
  }

  /** Samples a second that it hears, and seconds at once. */
  get hears(): { readonly rate: number; readonly seconds: number } {
    return { rate: this.#config.rate, seconds: this.#config.window };
  }

  /** The language that is spoken, of those that the model knows; undefined where it knows only one. Throws as `hear`. */
  async languageOf(samples: Float32Array): Promise<string | undefined> {
    const { languages, start } = this.#config;
    if (languages.size === 0) return undefined;
    return this.#run(async () => {
      const { input_features } = await this.#extract(samples);
      const ids = new this.#parts.library.Tensor('int64', BigInt64Array.of(BigInt(start)), [1, 1]);
      const { logits } = await this.#model.forward({ input_features, decoder_input_ids: ids });
      const values = logits.to('float32').data as Float32Array;
      return [...languages].reduce((best, one) => (values[one[1]]! > values[best[1]]! ? one : best))[0];
    });
  }

  /**
   * What is said in at most one window of samples. Nothing where the model takes it for no speech.
   * Throws FaultError `cancelled`, `model-graph-invalid` or `out-of-memory`.
   */
  async hear(samples: Float32Array, { language, signal, onHeard }: HearOptions): Promise<HeardWindow> {
    const { rate, languages, start, transcribe, firstTime, firstSign, step, mostTokens, noSpeech } = this.#config;
    const length = samples.length / rate;
    const asked = language === undefined ? undefined : languages.get(language);
    const prompt = [start, ...[asked, transcribe].filter((id) => id !== undefined)];
    const stop = new this.#parts.library.InterruptableStoppingCriteria();
    const score = new WindowScore(noSpeech);
    let isPrompt = true;
    const put = (ids: readonly (readonly (bigint | number)[])[]) => {
      if (isPrompt) isPrompt = false;
      else {
        const id = Number(ids[0]![0]);
        score.chose(id);
        if (id >= firstTime) onHeard?.(Math.min(1, ((id - firstTime) * step) / length));
      }
      if (signal.aborted) stop.interrupt();
    };
    const written = await this.#run(async () => {
      const { input_features } = await this.#extract(samples);
      this.#score = score;
      return this.#model.generate({
        inputs: input_features, decoder_input_ids: prompt, max_new_tokens: mostTokens, do_sample: false, return_timestamps: true, return_token_timestamps: this.#tellsWords,
        num_frames: Math.min(Math.round(this.#config.window / step), Math.max(1, Math.ceil(length / step))), streamer: { put, end: () => {} }, stopping_criteria: stop,
      });
    }).finally(() => (this.#score = undefined));
    if (signal.aborted) throw new FaultError('cancelled');
    const { ids, times } = await this.#tokensOf(written, prompt.length);
    if (score.isSilence) return { segments: [], next: length };
    const decode = (words: readonly number[]) => this.#tokenizer.decode([...words], { skip_special_tokens: true, clean_up_tokenization_spaces: false });
    return readHeardTokens({ ids, times, firstTime, firstSign, step, length, decode });
  }

  async dispose(): Promise<void> {
    await this.#model.dispose();
  }

  async #tokensOf(written: unknown, prompt: number): Promise<{ readonly ids: number[]; readonly times: number[] | undefined }> {
    const rest = (tensor: LibraryTensor) => Array.from(tensor.data as ArrayLike<number | bigint>, Number).slice(prompt);
    const ofWords = written as { readonly sequences?: LibraryTensor; readonly token_timestamps?: LibraryTensor; readonly past_key_values?: { dispose(): Promise<unknown> } };
    const ids = rest(ofWords.sequences ?? (written as LibraryTensor));
    const times = ofWords.token_timestamps && rest(ofWords.token_timestamps);
    await ofWords.past_key_values?.dispose();
    while (ids.at(-1) === this.#config.firstSign) ids.pop();
    return { ids, times };
  }

  async #run<Value>(work: () => Promise<Value>): Promise<Value> {
    try {
      return await work();
    } catch (error) {
      throw graphFault(error);
    }
  }
}
