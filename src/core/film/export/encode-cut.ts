import { MovOutputFormat, Mp4OutputFormat, Output, type OutputFormat, type Target, TextSubtitleSource, WebMOutputFormat } from 'mediabunny';
import type { CancelSignal } from '../../domain/generate/engine.ts';
import { FaultError } from '../../schema/fault.ts';
import { colourSpaceFor } from '../colour.ts';
import type { PictureSize } from '../compose/place-picture.ts';
import { rgbaToI420 } from '../rgba-planes.ts';
import type { ComposedFrame } from './compose-film.ts';
import { encoderDelay } from './encoder-delay.ts';
import type { FilmCodecs, FilmContainer } from './film-codecs.ts';
import type { FilmMix } from './film-mix.ts';
import type { OutputFrames } from './output-frames.ts';
import type { PictureTrack } from './picture-track.ts';
import { type LaySound, SoundTrack } from './sound-track.ts';

export interface EncodeOptions {
  readonly codecs: FilmCodecs;
  readonly size: PictureSize;
  readonly frames: OutputFrames;
  readonly picture: PictureTrack;
  /** Undefined for a film without sound. */
  readonly mix?: FilmMix | undefined;
  readonly laySound?: LaySound | undefined;
  /** Captions as a track that players switch on: a whole WebVTT file. Undefined for none. */
  readonly captions?: string | undefined;
  readonly title: string;
  /** Where the file goes, piece by piece. Closed at the end, and when it fails. */
  readonly target: Target;
  readonly signal: CancelSignal;
  /** Told after each frame, by how many are done. */
  onProgress(done: number): void;
}

/** Containers, their tables at the end: nothing of a long film waits in memory. */
const FORMATS: Readonly<Record<FilmContainer, () => OutputFormat>> = {
  mp4: () => new Mp4OutputFormat({ fastStart: false }),
  mov: () => new MovOutputFormat({ fastStart: false }),
  webm: () => new WebMOutputFormat(),
};

/** How far the sound is written ahead of the picture, in seconds. */
const AHEAD = 0.5;

/**
 * Writes a film's frames and sound into a file as they come. On failure, and when the frames end because
 * of the signal, the file is left unfinished for the caller to remove. Throws FaultError `cancelled`.
 */
export async function encodeCut<Picture>(composed: AsyncIterable<ComposedFrame<Picture>>, options: EncodeOptions): Promise<void> {
  const { codecs, frames, picture, signal, size } = options;
  const space = colourSpaceFor(size.height);
  const output = new Output({ format: FORMATS[codecs.container](), target: options.target });
  const seconds = (frame: number): number => (frame * frames.rate.denominator) / frames.rate.numerator;
  output.addVideoTrack(picture.source, { frameRate: frames.rate.numerator / frames.rate.denominator });
  const sound = options.mix && codecs.audio ? new SoundTrack(options.mix, codecs.audio, seconds(frames.count), { lay: options.laySound, delay: await delayOf(codecs, options.mix) }) : undefined;
  if (sound) output.addAudioTrack(sound.source);
  const captions = options.captions === undefined ? undefined : new TextSubtitleSource('webvtt');
  if (captions) output.addSubtitleTrack(captions);
  output.setMetadataTags({ title: options.title, date: new Date() });
  try {
    await output.start();
    if (captions && options.captions !== undefined) await captions.add(options.captions);
    captions?.close();
    let planes: Uint8Array<ArrayBuffer> | undefined;
    for await (const { index, surface, isSame } of composed) {
      if (!planes || !isSame) planes = rgbaToI420(surface.read().data, size.width, size.height, space);
      await picture.add(planes, seconds(index), seconds(index + 1));
      await sound?.writeUntil(seconds(index + 1) + AHEAD);
      options.onProgress(index + 1);
    }
    await picture.finish();
    await sound?.writeUntil(Infinity);
    await output.finalize();
  } catch (error) {
    await output.cancel();
    // What is read while somebody cancels may fail in ways of its own.
    throw signal.aborted ? new FaultError('cancelled', {}, { cause: error }) : error;
  } finally {
    await sound?.close();
  }
}

/** Of the containers only MP4 has codecs whose sound comes late, and a list that says from where on it is played. */
const delayOf = async ({ container, audio }: FilmCodecs, { sampleRate, channels }: FilmMix): Promise<number> =>
  container === 'mp4' && audio ? encoderDelay(audio, sampleRate, channels) : 0;
