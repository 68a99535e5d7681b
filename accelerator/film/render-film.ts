import { randomBytes } from 'node:crypto';
import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { StreamTarget, type StreamTargetChunk } from 'mediabunny';
import type { CancelSignal } from '#core/domain/generate/engine.ts';
import type { FilmCut } from '#core/film/compose/film-cut.ts';
import type { FilmQuality, FilmVideoCodec } from '#core/film/export/film-codecs.ts';
import type { FilmMix } from '#core/film/export/film-mix.ts';
import type { CaptionsAs, FilmFacts, FilmFormat, FilmOrder } from '#core/film/export/film-order.ts';
import { usualLines, usualRate } from '#core/film/export/usual-form.ts';
import { writeFilm } from '#core/film/export/write-film.ts';
import type { FrameEnhancer } from '#core/domain/frames/frame-enhancer.ts';
import { FaultError } from '#core/schema/fault.ts';
import type { FrameRate } from '#core/schema/film-time.ts';
import { openEnhancer } from '../engines/frames/open-enhancer.ts';
import type { Provider } from '../engines/onnx/provider.ts';
import { laySound } from '../media/lay-sound.ts';
import { registerCodecs } from '../media/register.ts';
import { type FilmSources, nodeHost } from './node-host.ts';
import { writePictures } from './write-pictures.ts';

export interface RenderOptions {
  readonly cut: FilmCut;
  readonly sources: FilmSources;
  /** The film's sound; undefined for a silent one. A GIF has none. */
  readonly mix?: FilmMix | undefined;
  /** The file's path; its ending decides what it becomes: `.mp4`, `.webm`, `.mov` (ProRes), `.gif`, or `.zip` (PNG pictures). */
  readonly output: string;
  /** Lines of the picture: 720 is 1280 × 720 in 16:9. */
  readonly lines?: number | undefined;
  /** The film's own where undefined. */
  readonly rate?: FrameRate | undefined;
  readonly quality?: FilmQuality | undefined;
  /** The codec of the picture; the most usual one where undefined or where there is no encoder for it. */
  readonly video?: FilmVideoCodec | undefined;
  /** A track, and in the picture of a GIF, where undefined. */
  readonly captions?: CaptionsAs | undefined;
  /** What is done to takes before they are drawn; nothing where undefined. */
  readonly enhance?: FilmOrder['enhance'];
  /** What computes that; the processor where undefined. */
  readonly provider?: Provider | undefined;
  readonly signal: CancelSignal;
  /** Told after each frame of the file. */
  onProgress?(done: number, frames: number): void;
}

export interface RenderedFilm extends FilmFacts {
  readonly file: string;
  readonly bytes: number;
}

/** Bytes that are written at once. */
const CHUNK = 4 * 2 ** 20;

/**
 * Draws a film and writes it to a file. It is written beside its place and moved there when it is whole:
 * cancel and failure leave nothing, and what stood there before stays. Memory does not grow with its length (decision 0066).
 * Throws FaultError `cancelled`, `film-empty`, `encoder-unavailable`, `no-room-on-disk` or `output-not-writable`.
 */
export async function renderFilm({ cut, sources, mix, output, provider, signal, onProgress, ...wish }: RenderOptions): Promise<RenderedFilm> {
  const format = endingOf(output);
  const order: FilmOrder = {
    cut,
    format,
    lines: wish.lines ?? usualLines(format),
    rate: wish.rate ?? usualRate(cut.rate, format),
    quality: wish.quality ?? 'high',
    captions: wish.captions ?? (format === 'gif' ? 'burned' : 'track'),
    ...(wish.video && { video: wish.video }),
    ...(wish.enhance && { enhance: wish.enhance }),
  };
  registerCodecs();
  return inPlace(output, async (beside) => {
    const file = await OutputFile.open(beside);
    let enhancer: FrameEnhancer | undefined;
    try {
      if (order.enhance) enhancer = await openEnhancer(order.enhance, signal, provider);
      return await writeFilm(order, { host: nodeHost(sources), output: file, mix, ways: { laySound, pictures: (composed, { count }) => writePictures(composed, count, file) }, enhancer, signal, onProgress: (done, frames) => onProgress?.(done, frames) });
    } finally {
      await enhancer?.release();
      await file.close();
    }
  });
}

function endingOf(output: string): FilmFormat {
  const ending = path.extname(output).slice(1).toLowerCase();
  if (ending === 'mp4' || ending === 'webm' || ending === 'mov' || ending === 'gif') return ending;
  if (ending === 'zip') return 'png';
  throw new FaultError('option-invalid', { option: 'output', given: output, allowed: 'a name that ends in .mp4, .webm, .mov, .gif or .zip' });
}

/** Lets `work` write a file beside its place, then moves it there. */
async function inPlace(output: string, work: (beside: string) => Promise<FilmFacts>): Promise<RenderedFilm> {
  const beside = path.join(path.dirname(path.resolve(output)), `.${path.basename(output)}.${randomBytes(4).toString('hex')}.part`);
  try {
    const facts = await work(beside);
    const { size } = await stat(beside);
    await rename(beside, output);
    return { ...facts, file: output, bytes: size };
  } catch (cause) {
    await rm(beside, { force: true });
    if (cause instanceof FaultError) throw cause;
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code === 'ENOSPC' || code === 'EDQUOT') throw new FaultError('no-room-on-disk', { file: output }, { cause });
    if (typeof code === 'string' && NOT_WRITABLE.includes(code)) throw new FaultError('output-not-writable', { file: output }, { cause });
    throw cause;
  }
}

const NOT_WRITABLE = ['ENOENT', 'EACCES', 'EPERM', 'EROFS', 'EISDIR', 'ENOTDIR'];

/** A new file that is written either from its beginning to its end or here and there. */
class OutputFile {
  readonly #handle: FileHandle;

  private constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  static open = async (file: string): Promise<OutputFile> => new OutputFile(await open(file, 'wx'));

  target(): StreamTarget {
    const write = async ({ data, position }: StreamTargetChunk): Promise<void> => void (await this.#handle.write(data, 0, data.length, position));
    return new StreamTarget(new WritableStream({ write }), { chunked: true, chunkSize: CHUNK });
  }

  async write(bytes: Uint8Array): Promise<void> {
    await this.#handle.writeFile(bytes);
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }
}
