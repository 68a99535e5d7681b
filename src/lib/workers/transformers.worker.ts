import * as Comlink from 'comlink';
import type { LanguageQuestion } from '#core/domain/language/language-model.ts';
import type { Matte } from '#core/domain/cut-outs/matte.ts';
import { CaptionModel } from '#core/pipelines/transformers/caption-model.ts';
import { ChatModel } from '#core/pipelines/transformers/chat-model.ts';
import { CutOutModel } from '#core/pipelines/transformers/cut-out-model.ts';
import { DepthModel } from '#core/pipelines/transformers/depth-model.ts';
import { type Heard, listen } from '#core/pipelines/transformers/listen.ts';
import { MeaningModel } from '#core/pipelines/transformers/meaning-model.ts';
import { readAloud, type ReadAloudOptions } from '#core/pipelines/transformers/read-aloud.ts';
import { SpeechModel } from '#core/pipelines/transformers/speech-model.ts';
import { VoiceModel } from '#core/pipelines/transformers/voice-model.ts';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import type { Result } from '#core/schema/result.ts';
import { asResult } from '#core/pipelines/as-result.ts';
import { eventLoopTurn } from './event-loop-turn.ts';
import { type ModelOptions, openLibrary, type ReadModelFile } from './transformers-library.ts';

let signal = { aborted: false };
let chat: ChatModel | undefined;
let meaning: MeaningModel | undefined;
let caption: CaptionModel | undefined;
let cutOut: CutOutModel | undefined;
let speech: SpeechModel | undefined;
let voice: VoiceModel | undefined;
let depth: DepthModel | undefined;

/** One worker holds one model: language, meaning, descriptions, cut-outs, speech, a voice, or depth. */
const api = {
  /** Loads a language model, with library and runtime. */
  openChat(options: ModelOptions, readFile: ReadModelFile): Promise<Result<null, Fault>> {
    return asResult(async () => {
      chat = await ChatModel.open({ ...(await openLibrary(options, readFile)), name: options.name, breathe: eventLoopTurn });
      return null;
    });
  },

  /** Answers a question; the language model must be open. */
  async write(question: Omit<LanguageQuestion, 'signal' | 'onWritten'>, greedy: boolean, onWritten: (tokens: number) => void): Promise<Result<string, Fault>> {
    const writer = chat;
    if (!writer) throw new Error('write before open');
    signal = { aborted: false };
    return asResult(() => writer.write(question, { signal, greedy, onWritten }));
  },

  /** Stops what is being written, said of a picture or heard, at the next token; what is being read aloud, at the next sentence. */
  cancel(): void {
    signal.aborted = true;
  },

  /** Loads a model that places pictures and words in one space. */
  openMeaning(options: ModelOptions, readFile: ReadModelFile): Promise<Result<null, Fault>> {
    return asResult(async () => {
      meaning = await MeaningModel.open(await openLibrary(options, readFile));
      return null;
    });
  },

  meaningOfText(text: string): Promise<Result<Float32Array, Fault>> {
    return asResult(() => opened().ofText(text));
  },

  /** FaultError `picture-unreadable` for a file that is none. */
  meaningOfPicture(file: Blob): Promise<Result<Float32Array, Fault>> {
    return asResult(async () => {
      const model = opened();
      return model.ofPicture(await pixelsOf(file, model.size));
    });
  },

  /** Loads a model that says what pictures show. */
  openCaption(options: ModelOptions, readFile: ReadModelFile): Promise<Result<null, Fault>> {
    return asResult(async () => {
      caption = await CaptionModel.open({ ...(await openLibrary(options, readFile)), name: options.name, breathe: eventLoopTurn });
      return null;
    });
  },

  /** What a picture shows; FaultError `picture-unreadable` for a file that is none. */
  async describe(file: Blob): Promise<Result<string, Fault>> {
    const model = caption;
    if (!model) throw new Error('describe before open');
    signal = { aborted: false };
    return asResult(async () => model.describe(await pixelsOf(file, model.size), signal));
  },

  /** Loads a model that tells subject from ground. */
  openCutOut(options: ModelOptions, readFile: ReadModelFile): Promise<Result<null, Fault>> {
    return asResult(async () => {
      cutOut = await CutOutModel.open(await openLibrary(options, readFile));
      return null;
    });
  },

  /** What of a picture is subject; FaultError `picture-unreadable` for a file that is none. */
  async matteOf(file: Blob): Promise<Result<Matte, Fault>> {
    const model = cutOut;
    if (!model) throw new Error('matteOf before open');
    return asResult(async () => {
      const whole = await createImageBitmap(file).catch(unreadable);
      const size = model.sizeFor(whole);
      whole.close();
      return model.matteOf(await pixelsOf(file, size));
    });
  },

  /** Loads a model that writes down what is said and sung. */
  openSpeech(options: ModelOptions, readFile: ReadModelFile): Promise<Result<null, Fault>> {
    return asResult(async () => {
      speech = await SpeechModel.open({ ...(await openLibrary(options, readFile)), breathe: eventLoopTurn });
      return null;
    });
  },

  /** What is said in a file, in this language or in the one that is listened for; `song-unreadable` for a file that cannot be decoded. */
  async listen(file: Blob, name: string, language: string | undefined, onProgress: (done: number) => void): Promise<Result<Heard, Fault>> {
    const model = speech;
    if (!model) throw new Error('listen before open');
    signal = { aborted: false };
    return asResult(async () => {
      const { withHearable } = await import('./hearable-file.ts');
      return withHearable(file, name, (sound) => listen(model, sound, { language, signal, onProgress }));
    });
  },

  /** Loads a model that reads aloud. */
  openVoice(options: ModelOptions, readFile: ReadModelFile): Promise<Result<null, Fault>> {
    return asResult(async () => {
      voice = await VoiceModel.open(await openLibrary(options, readFile));
      return null;
    });
  },

  /** An English text read aloud, as a WAV file. `language-unspoken` where there is nothing to say. */
  async readAloud(text: string, how: ReadingAloud, onProgress: (done: number) => void): Promise<Result<ReadText, Fault>> {
    const model = voice;
    if (!model) throw new Error('readAloud before open');
    signal = { aborted: false };
    return asResult(async () => {
      const [{ lookUp }, { spokenFile }] = await Promise.all([import('./pronouncing.ts'), import('#core/film/sound/spoken-file.ts')]);
      const samples = await readAloud(model, text, { ...how, look: lookUp, signal, breathe: eventLoopTurn, onProgress });
      const file = await spokenFile(samples, VoiceModel.RATE);
      return Comlink.transfer({ file, seconds: samples.length / VoiceModel.RATE }, [file]);
    });
  },

  /** Loads a model that tells how far away everything in a picture is. */
  openDepth(options: ModelOptions, readFile: ReadModelFile): Promise<Result<null, Fault>> {
    return asResult(async () => {
      depth = await DepthModel.open(await openLibrary(options, readFile));
      return null;
    });
  },

  /** The depth of a picture as a grey PNG, the nearer the brighter; FaultError `picture-unreadable` for a file that is none. */
  async gauge(file: Blob): Promise<Result<Blob, Fault>> {
    const model = depth;
    if (!model) throw new Error('gauge before open');
    return asResult(async () => {
      const whole = await createImageBitmap(file).catch(unreadable);
      const size = model.sizeFor(whole);
      whole.close();
      const { width, height, grey } = await model.of(await pixelsOf(file, size));
      const canvas = new OffscreenCanvas(width, height);
      const pixels = new ImageData(width, height);
      grey.forEach((value, at) => pixels.data.set([value, value, value, 255], 4 * at));
      canvas.getContext('2d')?.putImageData(pixels, 0, 0);
      return canvas.convertToBlob({ type: 'image/png' });
    });
  },
};
/** A voice of the model, how it speaks English, and how fast: 1 as it does by itself. */
export type ReadingAloud = Pick<ReadAloudOptions, 'voice' | 'accent' | 'speed'>;
export interface ReadText {
  readonly file: ArrayBuffer;
  readonly seconds: number;
}
export type TransformersApi = typeof api;

function opened(): MeaningModel {
  if (!meaning) throw new Error('meaning before open');
  return meaning;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

async function pixelsOf(file: Blob, { width, height }: Size) {
  const picture = await createImageBitmap(file, { resizeWidth: width, resizeHeight: height, resizeQuality: 'high' }).catch(unreadable);
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (!context) throw new FaultError('out-of-memory');
  // Where a picture is transparent, models see paper, as everywhere.
  context.fillStyle = 'white';
  context.fillRect(0, 0, width, height);
  context.drawImage(picture, 0, 0);
  picture.close();
  return { width, height, rgba: context.getImageData(0, 0, width, height).data };
}

function unreadable(cause: unknown): never {
  throw new FaultError('picture-unreadable', {}, { cause });
}

Comlink.expose(api);
