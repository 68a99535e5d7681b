import * as Comlink from 'comlink';
import type { LanguageQuestion } from '#core/domain/language/language-model.ts';
import { ChatModel } from '#core/pipelines/transformers/chat-model.ts';
import { serveFiles } from '#core/pipelines/transformers/library-files.ts';
import { MeaningModel } from '#core/pipelines/transformers/meaning-model.ts';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import { fail, ok, type Result } from '#core/schema/result.ts';
import { eventLoopTurn } from './event-loop-turn.ts';
import { type RuntimeOptions, shareOnnxRuntime } from './onnx-web-runtime.ts';

export interface ModelOptions extends RuntimeOptions {
  readonly id: string;
  readonly name: string;
  readonly paths: readonly string[];
}

/** Reads a file of the model that was verified; undefined where it is not here. */
export type ReadModelFile = (path: string) => Promise<Blob | undefined>;

let signal = { aborted: false };
let chat: ChatModel | undefined;
let meaning: MeaningModel | undefined;

/** One worker holds one model: language, or meaning. */
const api = {
  /** Loads a language model, with library and runtime. */
  openChat(options: ModelOptions, readFile: ReadModelFile): Promise<Result<null, Fault>> {
    return asResult(async () => {
      chat = await ChatModel.open({ ...(await ready(options, readFile)), name: options.name, breathe: eventLoopTurn });
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

  /** Stops what is being written at the next token. */
  cancel(): void {
    signal.aborted = true;
  },

  /** Loads a model that places pictures and words in one space. */
  openMeaning(options: ModelOptions, readFile: ReadModelFile): Promise<Result<null, Fault>> {
    return asResult(async () => {
      meaning = await MeaningModel.open(await ready(options, readFile));
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
};
export type TransformersApi = typeof api;

function opened(): MeaningModel {
  if (!meaning) throw new Error('meaning before open');
  return meaning;
}

/** The library, taking its files from the shelf and its runtime from the studio's own. */
async function ready({ id, paths, ...runtime }: ModelOptions, readFile: ReadModelFile) {
  await shareOnnxRuntime(runtime);
  const library = await import('@huggingface/transformers');
  const find = async (path: string) => (paths.includes(path) ? await readFile(path) : undefined);
  serveFiles(library.env, {
    find: async (_model, path) => {
      const file = await find(path);
      return file && new Response(file, { headers: { 'Content-Length': String(file.size) } });
    },
    absent: () => new Response(null, { status: 404 }),
  });
  const read = async (path: string) => {
    const file = await find(path);
    if (!file) throw new FaultError('model-file-missing', { file: path });
    return new Uint8Array(await file.arrayBuffer());
  };
  return { library, id, paths, read, provider: runtime.provider };
}

async function pixelsOf(file: Blob, { width, height }: { readonly width: number; readonly height: number }) {
  const picture = await createImageBitmap(file, { resizeWidth: width, resizeHeight: height, resizeQuality: 'high' }).catch((cause: unknown) => {
    throw new FaultError('picture-unreadable', {}, { cause });
  });
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (!context) throw new FaultError('out-of-memory');
  context.drawImage(picture, 0, 0);
  picture.close();
  return { width, height, rgba: context.getImageData(0, 0, width, height).data };
}

async function asResult<Value>(work: () => Promise<Value>): Promise<Result<Value, Fault>> {
  try {
    return ok(await work());
  } catch (error) {
    if (error instanceof FaultError) return fail(error.fault);
    throw error;
  }
}

Comlink.expose(api);
