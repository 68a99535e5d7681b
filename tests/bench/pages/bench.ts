/// <reference types="vite/client" />
/** What the browser part of the measures calls, one function a measure. */
import coreUrl from '@ffmpeg/core?url';
import coreWasmUrl from '@ffmpeg/core/wasm?url';
import { FFmpeg } from '@ffmpeg/ffmpeg';
import ortUrl from 'onnxruntime-web/wasm?url';
import ortMjs from 'onnxruntime-web/ort-wasm-simd-threaded.mjs?url';
import ortWasm from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import { encodeFilm } from '../../../src/core/film/encode.ts';
import { loadOnnxRuntime } from '../../../src/lib/workers/onnx-web-runtime.ts';
import type { Session, TensorValue } from '../../../src/core/pipelines/runtime.ts';
import { DRAWN_RECIPE, drawnClip } from '../../fixtures/drawn-clip.ts';

const here = (url: string): string => new URL(url, location.href).href;
const clip = drawnClip(512, 320, 48, 24);

let step: (() => Promise<number>) | undefined;
let ffmpeg: FFmpeg | undefined;

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const started = performance.now();
  await work();
  return performance.now() - started;
};

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

  /** Milliseconds to encode 48 frames of 512 × 320 through WebCodecs. */
  webCodecs: (): Promise<number> => timed(() => encodeFilm(clip, 'mp4', DRAWN_RECIPE)),

  /** The same frames through ffmpeg.wasm, which was loaded before. */
  async ffmpeg(): Promise<number> {
    if (!ffmpeg) {
      ffmpeg = new FFmpeg();
      await ffmpeg.load({ coreURL: here(coreUrl), wasmURL: here(coreWasmUrl) });
    }
    const encoder = ffmpeg;
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
