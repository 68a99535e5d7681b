/// <reference types="vite/client" />
/** What the browser part of the measures calls, one function a measure. */
import coreUrl from '@ffmpeg/core?url';
import coreWasmUrl from '@ffmpeg/core/wasm?url';
import { FFmpeg } from '@ffmpeg/ffmpeg';
import ortUrl from 'onnxruntime-web/wasm?url';
import ortMjs from 'onnxruntime-web/ort-wasm-simd-threaded.mjs?url';
import ortWasm from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import { encodeFilm } from '../../../src/core/film/encode.ts';
import type { Frame } from '../../../src/core/domain/measure/frame.ts';
import { measureTake } from '../../../src/core/domain/measure/measure-take.ts';
import { smallFrames } from '../../../src/lib/workers/small-frames.ts';
import { loadOnnxRuntime } from '../../../src/lib/workers/onnx-web-runtime.ts';
import type { Session, TensorValue } from '../../../src/core/pipelines/runtime.ts';
import { FilmExporter } from '../../../src/lib/engine/browser/film-exporter.ts';
import { DRAWN_RECIPE, drawnClip } from '../../fixtures/drawn-clip.ts';
import { tone } from '../../fixtures/tone.ts';
import { benchFilm, ffmpegArguments, TAKE, TAKE_NAME } from '../export-film.ts';

const here = (url: string): string => new URL(url, location.href).href;
const clip = drawnClip(512, 320, 48, 24);

/** A take as it lies in storage, and its frames once they are decoded. */
let take: Blob | undefined;
let decoded: readonly Frame[] = [];
let step: (() => Promise<number>) | undefined;
let ffmpeg: FFmpeg | undefined;
/** What films are made of. */
let media: { readonly take: Uint8Array<ArrayBuffer>; readonly song: Uint8Array<ArrayBuffer> } | undefined;

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const started = performance.now();
  await work();
  return performance.now() - started;
};

async function loadedFfmpeg(): Promise<FFmpeg> {
  if (!ffmpeg) {
    ffmpeg = new FFmpeg();
    await ffmpeg.load({ coreURL: here(coreUrl), wasmURL: here(coreWasmUrl) });
  }
  return ffmpeg;
}

/** Exports a film as the studio does; answers its bytes. */
async function exported(seconds: number): Promise<number> {
  const { cut, sound } = benchFilm(seconds);
  const folder = await navigator.storage.getDirectory();
  const handle = await folder.getFileHandle('bench-film', { create: true });
  const exporter = new FilmExporter(async (asset) => new Blob([asset === TAKE_NAME ? media!.take : media!.song]), () => ({ provider: 'wasm', threads: 1 }));
  const order = { cut, format: 'mp4', lines: 720, rate: cut.rate, quality: 'high', captions: 'none' } as const;
  const made = await exporter.make({ order, sound, handle, signal: new AbortController().signal, onProgress: () => undefined });
  if (!made.ok) throw new Error(JSON.stringify(made.fault));
  return made.value.bytes;
}

const bench = {
  /** Makes the transformer ready on a number of threads; once a page, as the runtime keeps its first choice. */
  async prepareStep(threads: number): Promise<void> {
    const runtime = await loadOnnxRuntime({ provider: 'wasm', threads, files: { ort: here(ortUrl), mjs: here(ortMjs), wasm: here(ortWasm) } });
    const read = async (file: string) => new Uint8Array(await (await fetch(`/models/kinora-mini/${file}`)).arrayBuffer());
    const manifest = (await (await fetch('/models/kinora-mini/manifest.json')).json()) as { latent: { channels: number } };
    const text: Session = await runtime.createSession(await read('text_encoder/model.onnx'));
    const row = (value: bigint): TensorValue => ({ type: 'int64', dims: [2, 4], data: new BigInt64Array(8).fill(value) });
    const { last_hidden_state: states } = await text.run({ input_ids: row(5n), attention_mask: row(1n) });
    const session = await runtime.createSession(await read('transformer/model.onnx'));
    const dims = [2, 2 * manifest.latent.channels + 1, 5, 12, 20];
    const size = dims.reduce((product, side) => product * side, 1);
    step = () =>
      timed(() =>
        session.run({
          hidden_states: { type: 'float32', dims, data: new Float32Array(size).fill(0.1) },
          timestep: { type: 'float32', dims: [2], data: Float32Array.of(500, 500) },
          encoder_hidden_states: states!,
        }),
      );
  },

  /** Milliseconds of one guided step. */
  step: (): Promise<number> => step!(),

  /** Milliseconds to decode a take of 48 frames of 512 × 320 to the size at which it is measured. */
  async decodeTake(): Promise<number> {
    if (!take) {
      const { bytes, type } = await encodeFilm(clip, 'mp4', DRAWN_RECIPE);
      take = new Blob([new Uint8Array(bytes)], { type });
    }
    const film = { file: take, frames: clip.frames };
    return timed(async () => (decoded = await smallFrames(film, Array.from({ length: clip.frames }, (_, i) => i))));
  },

  /** Milliseconds to measure the frames that were decoded last, against a picture that was given. */
  measureTake: (): Promise<number> => timed(async () => measureTake(decoded, { rate: clip.frameRate, first: decoded[0], last: decoded.at(-1) })),

  /** Milliseconds to encode 48 frames of 512 × 320 through WebCodecs. */
  webCodecs: (): Promise<number> => timed(() => encodeFilm(clip, 'mp4', DRAWN_RECIPE)),

  /** Makes the take and the song, and a film of them once; answers the bits a second of it. */
  async prepareFilm(seconds: number): Promise<number> {
    const { width, height, frames, frameRate } = TAKE;
    const { bytes } = await encodeFilm(drawnClip(width, height, frames, frameRate), 'mp4', DRAWN_RECIPE);
    media = { take: new Uint8Array(bytes), song: tone(seconds + 2) };
    return Math.round(((await exported(seconds)) * 8) / seconds);
  },

  /** Milliseconds to export a film in the worker that exports films. */
  exportFilm: (seconds: number): Promise<number> => timed(() => exported(seconds)),

  /** Milliseconds to make the same film through ffmpeg.wasm, which was loaded before. */
  async ffmpegFilm(seconds: number, bitrate: number): Promise<number> {
    const encoder = await loadedFfmpeg();
    await encoder.writeFile('take.mp4', media!.take.slice());
    await encoder.writeFile('song.wav', media!.song.slice());
    return timed(async () => {
      const code = await encoder.exec(ffmpegArguments({ seconds, take: 'take.mp4', song: 'song.wav', output: 'film.mp4', preset: 'ultrafast', bitrate }));
      if (code !== 0) throw new Error(`ffmpeg ended with ${code}`);
      await encoder.readFile('film.mp4');
    });
  },

  /** The same frames through ffmpeg.wasm, which was loaded before. */
  async ffmpeg(): Promise<number> {
    const encoder = await loadedFfmpeg();
    return timed(async () => {
      await encoder.writeFile('in.rgb', clip.rgb.slice());
      const input = ['-f', 'rawvideo', '-pix_fmt', 'rgb24', '-s', `${clip.width}x${clip.height}`, '-r', String(clip.frameRate), '-i', 'in.rgb'];
      const code = await encoder.exec([...input, '-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-qp', '12', 'out.mp4']);
      if (code !== 0) throw new Error(`ffmpeg ended with ${code}`);
      await encoder.readFile('out.mp4');
    });
  },
};

export type Bench = typeof bench;
(globalThis as unknown as { bench: Bench }).bench = bench;
