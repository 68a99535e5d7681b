import { BufferSource, EncodedPacketSink, EncodedVideoPacketSource, Input, QTFF } from 'mediabunny';
import { colourSpaceFor } from '#core/film/colour.ts';
import type { PictureSize } from '#core/film/compose/place-picture.ts';
import type { PictureTrack } from '#core/film/export/picture-track.ts';
import { FaultError } from '#core/schema/fault.ts';
import type { FrameRate } from '#core/schema/film-time.ts';

/** What of ffmpeg.wasm's core is used. */
interface FfmpegCore {
  readonly FS: { writeFile(path: string, data: Uint8Array): void; readFile(path: string): Uint8Array<ArrayBuffer>; unlink(path: string): void };
  readonly ret: number;
  setLogger(hear: (line: { message: string }) => void): void;
  exec(...args: string[]): void;
  reset(): void;
}

/** Where the files of ffmpeg.wasm lie. */
export interface FfmpegFiles {
  readonly core: string;
  readonly wasm: string;
}

/** Bytes of raw frames that are encoded at once: they stay in ffmpeg's memory. */
const AT_ONCE = 96 * 2 ** 20;
const MOST_FRAMES = 48;

/**
 * ProRes 422 HQ by ffmpeg.wasm, a stretch of frames at a time: every frame is a picture of its own, so
 * stretches follow one another without a seam, and a long film needs no more memory than a short one.
 */
export class ProResTrack implements PictureTrack {
  readonly source = new EncodedVideoPacketSource('prores');
  readonly #core: FfmpegCore;
  readonly #size: PictureSize;
  readonly #rate: FrameRate;
  readonly #room: number;
  #waiting: { planes: Uint8Array; begin: number; end: number }[] = [];
  #said = '';

  private constructor(core: FfmpegCore, size: PictureSize, rate: FrameRate) {
    this.#core = core;
    this.#size = size;
    this.#rate = rate;
    this.#room = Math.max(1, Math.min(MOST_FRAMES, Math.floor(AT_ONCE / ((size.width * size.height * 3) / 2))));
    core.setLogger(({ message }) => (this.#said = message));
  }

  /** Loads ffmpeg.wasm, some ten megabytes. Throws FaultError `part-missing` where it cannot be fetched. */
  static async open({ core, wasm }: FfmpegFiles, size: PictureSize, rate: FrameRate): Promise<ProResTrack> {
    try {
      const { default: create } = (await import(/* @vite-ignore */ core)) as { default: (options: object) => Promise<FfmpegCore> };
      // The core reads the address of its WebAssembly from here.
      const mainScriptUrlOrBlob = `${core}#${btoa(JSON.stringify({ wasmURL: wasm, workerURL: '' }))}`;
      return new ProResTrack(await create({ mainScriptUrlOrBlob }), size, rate);
    } catch (cause) {
      throw new FaultError('part-missing', {}, { cause });
    }
  }

  async add(planes: Uint8Array<ArrayBuffer>, begin: number, end: number): Promise<void> {
    this.#waiting.push({ planes, begin, end });
    if (this.#waiting.length >= this.#room) await this.#encode();
  }

  async finish(): Promise<void> {
    await this.#encode();
    this.source.close();
  }

  async #encode(): Promise<void> {
    const stretch = this.#waiting;
    if (stretch.length === 0) return;
    this.#waiting = [];
    const film = this.#run(stretch.map(({ planes }) => planes));
    using input = new Input({ source: new BufferSource(film), formats: [QTFF] });
    const track = await input.getPrimaryVideoTrack();
    const decoderConfig = await track?.getDecoderConfig();
    if (!track || !decoderConfig) throw this.#failed();
    let at = 0;
    for await (const packet of new EncodedPacketSink(track).packets()) {
      const frame = stretch[at];
      if (!frame) break;
      await this.source.add(packet.clone({ timestamp: frame.begin, duration: frame.end - frame.begin }), { decoderConfig });
      at += 1;
    }
    if (at !== stretch.length) throw this.#failed();
  }

  #run(frames: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
    const { FS } = this.#core;
    const { width, height } = this.#size;
    const { matrix, primaries, transfer } = colourSpaceFor(height);
    const raw = new Uint8Array(frames.length * (width * height * 1.5));
    frames.forEach((planes, i) => raw.set(planes, i * planes.length));
    FS.writeFile('raw', raw);
    const form = ['-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-s', `${width}x${height}`, '-r', `${this.#rate.numerator}/${this.#rate.denominator}`];
    const colours = ['-colorspace', matrix, '-color_primaries', primaries, '-color_trc', transfer, '-color_range', 'tv'];
    this.#core.exec('-nostdin', '-y', ...form, '-i', 'raw', '-c:v', 'prores_ks', '-profile:v', '3', '-vendor', 'apl0', '-pix_fmt', 'yuv422p10le', ...colours, 'out.mov');
    const { ret } = this.#core;
    this.#core.reset();
    FS.unlink('raw');
    if (ret !== 0) throw this.#failed();
    const film = FS.readFile('out.mov');
    FS.unlink('out.mov');
    return film;
  }

  #failed(): Error {
    return new FaultError('encoder-unavailable', { type: 'ProRes', codecs: 'ProRes through ffmpeg.wasm' }, { cause: this.#said });
  }
}
