import type { CancelSignal } from '../../domain/generate/engine.ts';
import type { HeardSegment } from '../../domain/speech/heard-tokens.ts';
import { FaultError } from '../../schema/fault.ts';
import type { SpeechModel } from './speech-model.ts';

/** A file that sounds. */
export interface Hearable {
  readonly seconds: number;
  /** One channel, `rate` samples a second, between two moments of the file in seconds. */
  read(from: number, until: number, rate: number): Promise<Float32Array>;
}

export interface ListenOptions {
  /** `en`; undefined where it is listened for, in the first window. */
  readonly language?: string | undefined;
  readonly signal: CancelSignal;
  /** How much was heard, 0 to 1. */
  onProgress?(done: number): void;
}

export interface Heard {
  readonly segments: readonly HeardSegment[];
  /** The language that was listened in; undefined where the model knows only one. */
  readonly language: string | undefined;
}

/** What is left at the end and shorter than this is no word. Seconds. */
const LEAST = 0.1;

/**
 * Listens to a file from its start to its end, window after window; each begins after the last whole breath of the one
 * before. Times are the file's, in seconds. Throws FaultError as `SpeechModel.hear`.
 */
export async function listen(model: Pick<SpeechModel, 'hears' | 'languageOf' | 'hear'>, { seconds, read }: Hearable, { language, signal, onProgress }: ListenOptions): Promise<Heard> {
  const { rate, seconds: window } = model.hears;
  const segments: HeardSegment[] = [];
  let spoken = language;
  let at = 0;
  while (seconds - at > LEAST) {
    if (signal.aborted) throw new FaultError('cancelled');
    const until = Math.min(seconds, at + window);
    const samples = await read(at, until, rate);
    if (at === 0) spoken ??= await model.languageOf(samples);
    const begun = at;
    const heard = await model.hear(samples, { language: spoken, signal, onHeard: (done) => onProgress?.((begun + done * (until - begun)) / seconds) });
    segments.push(...heard.segments.map((one) => later(one, begun)));
    at += Math.max(LEAST, Math.min(until - begun, heard.next));
    onProgress?.(Math.min(1, at / seconds));
  }
  return { segments, language: spoken };
}

const later = ({ start, end, text, words }: HeardSegment, by: number): HeardSegment => ({
  start: start + by, end: end + by, text, words: words.map((word) => ({ ...word, start: word.start + by, end: word.end + by })),
});
