import type * as library from '@huggingface/transformers';
import { FilePathSource } from 'mediabunny';
import { openSound } from '#core/film/sound/open-sound.ts';
import { readMono } from '#core/film/sound/read-mono.ts';
import { spokenFile } from '#core/film/sound/spoken-file.ts';
import type { Matte } from '#core/domain/cut-outs/matte.ts';
import type { CancelSignal } from '#core/domain/generate/engine.ts';
import { CaptionModel } from '#core/pipelines/transformers/caption-model.ts';
import { CutOutModel } from '#core/pipelines/transformers/cut-out-model.ts';
import { DepthModel } from '#core/pipelines/transformers/depth-model.ts';
import { listen } from '#core/pipelines/transformers/listen.ts';
import { MeaningModel } from '#core/pipelines/transformers/meaning-model.ts';
import { readAloud } from '#core/pipelines/transformers/read-aloud.ts';
import type { SpeechLibrary } from '#core/pipelines/transformers/speech-library.ts';
import { SpeechModel } from '#core/pipelines/transformers/speech-model.ts';
import { type VoiceLibrary, VoiceModel } from '#core/pipelines/transformers/voice-model.ts';
import type { AssistMade, FileQuestion, WordsQuestion } from '#core/schema/accelerator/assist.ts';
import { FaultError } from '#core/schema/fault.ts';
import { greyPng } from '../media/grey-png.ts';
import { scaledPicture } from '../media/scaled-picture.ts';
import { registerCodecs } from '../media/register.ts';
import type { ChildModel } from './assist-messages.ts';

interface Parts {
  readonly library: typeof library;
  read(path: string): Promise<Uint8Array>;
  breathe(): Promise<void>;
}

export interface AssistContext {
  readonly signal: CancelSignal;
  breathe(): Promise<void>;
  onProgress(done: number): void;
}

/** A model in memory, and what it can be asked. A question that is not its own is a bug. */
export interface OpenAssist {
  ofWords(question: WordsQuestion, context: AssistContext): Promise<AssistMade>;
  ofFile(question: FileQuestion, file: string, context: AssistContext): Promise<AssistMade>;
}

/** Loads a model for its purpose. Throws FaultError `model-manifest-invalid`, `model-file-missing`, `model-graph-invalid` or `out-of-memory`. */
export async function openAssist({ purpose, ...model }: ChildModel, parts: Parts): Promise<OpenAssist> {
  const common = { ...model, ...parts };
  switch (purpose) {
    case 'captions': {
      const captions = await CaptionModel.open(common);
      return { ...NONE, ofFile: async ({ name }, file, { signal }) => ({ kind: 'described', text: await captions.describe(await scaledPicture(file, name ?? 'The picture', captions.size), signal) }) };
    }
    case 'search': {
      const meaning = await MeaningModel.open(common);
      const placed = (direction: Float32Array): AssistMade => ({ kind: 'placed', direction: [...direction] });
      return {
        ofWords: async ({ text }) => placed(await meaning.ofText(text)),
        ofFile: async ({ name }, file) => placed(await meaning.ofPicture(await scaledPicture(file, name ?? 'The picture', meaning.size))),
      };
    }
    case 'cut-outs': {
      const cutOut = await CutOutModel.open(common);
      return { ...NONE, ofFile: async ({ name }, file) => cut(await cutOut.matteOf(await scaledPicture(file, name ?? 'The picture', (own) => cutOut.sizeFor(own)))) };
    }
    case 'depth': {
      const depth = await DepthModel.open(common);
      return { ...NONE, ofFile: async ({ name }, file) => ({ kind: 'gauged', file: (await greyPng(await depth.of(await scaledPicture(file, name ?? 'The picture', (picture) => depth.sizeFor(picture))))).toString('base64') }) };
    }
    case 'speech': {
      const speech = await SpeechModel.open({ ...common, library: parts.library as unknown as SpeechLibrary });
      return { ...NONE, ofFile: ({ name, language }, file, context) => hear(speech, file, name ?? 'The recording', language, context) };
    }
    case 'voice': {
      const voice = await VoiceModel.open({ ...common, library: parts.library as unknown as VoiceLibrary });
      return { ...NONE, ofWords: (question, context) => say(voice, question, context) };
    }
  }
}

const NONE: OpenAssist = {
  ofWords: () => Promise.reject(new Error('it is not asked about words')),
  ofFile: () => Promise.reject(new Error('it is not asked about files')),
};

const cut = ({ width, height, values }: Matte): AssistMade => ({ kind: 'cut-out', width, height, matte: Buffer.from(values).toString('base64') });

async function hear(model: SpeechModel, file: string, name: string, language: string | undefined, { signal, onProgress }: AssistContext): Promise<AssistMade> {
  registerCodecs();
  const sound = await openSound(new FilePathSource(file));
  if (!sound) throw new FaultError('song-unreadable', { file: name });
  try {
    const heard = await listen(model, { seconds: sound.seconds, read: (from, until, rate) => readMono(sound, from, until, rate) }, { language, signal, onProgress });
    return { kind: 'heard', segments: heard.segments.map((segment) => ({ ...segment, words: [...segment.words] })), ...(heard.language !== undefined && { language: heard.language }) };
  } finally {
    sound.dispose();
  }
}

async function say(model: VoiceModel, question: WordsQuestion, context: AssistContext): Promise<AssistMade> {
  if (question.ask !== 'read') return NONE.ofWords(question, context);
  const { text, voice, accent, speed } = question;
  // Five megabytes, for those who read aloud alone.
  const { dictionary } = await import('cmu-pronouncing-dictionary');
  const look = (word: string) => (Object.hasOwn(dictionary, word) ? dictionary[word] : undefined);
  const samples = await readAloud(model, text, { voice, accent, speed, look, ...context });
  const file = Buffer.from(await spokenFile(samples, VoiceModel.RATE)).toString('base64');
  return { kind: 'spoken', file, seconds: samples.length / VoiceModel.RATE };
}
