import type { Target } from 'mediabunny';
import type { CancelSignal } from '../../domain/generate/engine.ts';
import type { FrameEnhancer } from '../../domain/frames/frame-enhancer.ts';
import { FaultError } from '../../schema/fault.ts';
import { captionsTrack } from './captions-track.ts';
import { composeFilm, type ComposedFrame } from './compose-film.ts';
import { encodeCut } from './encode-cut.ts';
import type { LaySound } from './sound-track.ts';
import { encodeGif } from './encode-gif.ts';
import { chooseCodecs, type FilmCodecs } from './film-codecs.ts';
import type { FilmHost } from './film-host.ts';
import type { FilmMix } from './film-mix.ts';
import { type FilmFacts, type FilmOrder, framesOf, sizeOf, takesTrack } from './film-order.ts';
import type { OutputFrames } from './output-frames.ts';
import { EncodedPicture, type PictureTrack } from './picture-track.ts';

/** Where a film's file goes: one of both is used. */
export interface FilmOutput {
  /** For what is written here and there. */
  target(): Target;
  /** For what is written from its beginning to its end. */
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
}

/** What a host does in its own way where it can do more than its WebCodecs. */
export interface HostWays<Picture> {
  /** Encodes the picture of a container that the host has no encoder for; undefined where it cannot. */
  picture?(order: FilmOrder): Promise<{ readonly track: PictureTrack; readonly codecs: FilmCodecs } | undefined>;
  readonly laySound?: LaySound;
  /** Writes numbered pictures. */
  pictures?(composed: AsyncIterable<ComposedFrame<Picture>>, frames: OutputFrames): Promise<void>;
}

export interface WriteOptions<Picture> {
  readonly host: FilmHost<Picture>;
  readonly output: FilmOutput;
  readonly mix?: FilmMix | undefined;
  readonly ways?: HostWays<Picture> | undefined;
  /** For what the order says that is to be done to takes. */
  readonly enhancer?: FrameEnhancer | undefined;
  readonly signal: CancelSignal;
  /** Told after each frame. */
  onProgress(done: number, frames: number): void;
}

/**
 * Makes a film into a file, on every host by the same code. Memory does not grow with its length.
 * Throws FaultError `cancelled`, `film-empty` or `encoder-unavailable`.
 */
export async function writeFilm<Picture>(order: FilmOrder, { host, output, mix, ways, enhancer, signal, onProgress }: WriteOptions<Picture>): Promise<FilmFacts> {
  const { cut, format, captions } = order;
  if (cut.length === 0) throw new FaultError('film-empty');
  const [size, frames] = [sizeOf(order), framesOf(order)];
  const missing = new Set<string>();
  const flat = new Set<string>();
  const composed = composeFilm(captions === 'burned' ? cut : { ...cut, captions: [] }, { size, frames, signal, enhancer, onMissing: (slate) => missing.add(slate), onFlat: (slate) => flat.add(slate) }, host);
  const common = { size, frames, onProgress: (done: number) => onProgress(done, frames.count) };
  const facts = (codecs?: FilmCodecs): FilmFacts => ({ ...size, frames: frames.count, rate: frames.rate, ...(codecs && { codecs }), missing: [...missing], ...(flat.size > 0 && { flat: [...flat] }) });

  if (format === 'gif') {
    await encodeGif(composed, { ...common, write: (bytes) => output.write(bytes) });
    return facts();
  }
  if (format === 'png') {
    if (!ways?.pictures) throw new FaultError('encoder-unavailable', { type: 'PNG pictures', codecs: 'png' });
    await ways.pictures(watched(composed, common.onProgress), frames);
    return facts();
  }
  const special = await ways?.picture?.(order);
  const codecs = special?.codecs ?? (await chooseCodecs({ container: format, ...size, rate: frames.rate, quality: order.quality, sound: mix, prefer: order.video }));
  const picture = special?.track ?? new EncodedPicture(size, codecs, order.quality);
  const track = captions === 'track' && takesTrack(format) ? captionsTrack(cut) : undefined;
  await encodeCut(composed, { ...common, signal, codecs, picture, mix, laySound: ways?.laySound, captions: track, title: cut.name, target: output.target() });
  return facts(codecs);
}

async function* watched<Picture>(composed: AsyncIterable<ComposedFrame<Picture>>, onProgress: (done: number) => void): AsyncGenerator<ComposedFrame<Picture>> {
  for await (const frame of composed) {
    yield frame;
    onProgress(frame.index + 1);
  }
}
