import type { Readable } from 'node:stream';
import type { AssistMade, AssistModel, FileQuestion, WordsQuestion } from '#core/schema/accelerator/assist.ts';
import type { KeptModel } from '#core/schema/kept-model.ts';

/** A file that somebody asks about, for as long as that takes. */
export interface ReceivedFile {
  readonly path: string;
  remove(): Promise<void>;
}

/** A question, with where its file lies if it is about one. */
export type Question = { readonly ask: WordsQuestion; readonly file?: never } | { readonly ask: FileQuestion; readonly file: ReceivedFile };

export interface AnswerContext {
  readonly signal: AbortSignal;
  /** 0 to 1. */
  readonly onProgress: (done: number) => void;
}

/** The models on the accelerator's own shelf that describe, search, hear and read aloud. Nothing that is asked or answered is kept. */
export interface AssistDesk {
  /** Those that can be asked now. */
  list(): Promise<readonly AssistModel[]>;
  /** The one that a question is for. Throws FaultError `model-not-found`. */
  find(question: Pick<FileQuestion | WordsQuestion, 'ask' | 'model'>): Promise<KeptModel>;
  /** Whether too many questions wait already for what this one asks. */
  isBusy(ask: Question['ask']['ask']): boolean;
  /** Takes the bytes of a file. Throws FaultError `no-room-on-disk`, or what the stream ends with. */
  receive(bytes: Readable): Promise<ReceivedFile>;
  /** What a question comes to. Throws FaultError: `cancelled` soon after the signal, `engine-died`, `timed-out`, or as the model does. */
  answer(model: KeptModel, question: Question, context: AnswerContext): Promise<AssistMade>;
  /** Ends every process; what is at work resolves as cancelled. */
  close(): Promise<void>;
}
