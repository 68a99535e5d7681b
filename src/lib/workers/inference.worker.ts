import * as Comlink from 'comlink';
import type { GenerationResult, RawVideo } from '#core/domain/engine.ts';
import { DiffusionPipeline } from '#core/pipelines/diffusion-pipeline.ts';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import type { Progress } from '#core/schema/progress.ts';
import type { GenerationRequest } from '#core/schema/request.ts';
import { fail, ok, type Result } from '#core/schema/result.ts';
import { sha256 } from '#lib/storage/digest.ts';
import { eventLoopTurn } from './event-loop-turn.ts';
import { ModelCache } from './model-cache.ts';
import { loadOnnxRuntime, type RuntimeOptions, type WebRuntime } from './onnx-web-runtime.ts';

export interface OpenOptions extends RuntimeOptions {
  /** The address of the model's folder, with a slash at the end. */
  readonly modelFolder: string;
}

/** What a run tells while it goes on. */
export interface RunListener {
  /** Resolves once it was heard. */
  onProgress(progress: Progress): void | Promise<void>;
  onPreview(preview: RawVideo): void;
}

/** Previews come no closer together than this, in milliseconds. */
const PREVIEW_PAUSE_MS = 200;

let signal = { aborted: false };
let opened: { pipeline: DiffusionPipeline; runtime: WebRuntime; loadMs: number } | undefined;

const api = {
  /**
   * Holds a lock of this name as long as the worker lives, so that others see it die. Resolves once it is
   * held; with false where the browser refuses locks, as it does a page that may keep nothing.
   */
  holdLock(name: string): Promise<boolean> {
    return new Promise((held) => {
      const holding = navigator.locks.request(name, () => {
        held(true);
        return new Promise<void>(() => {});
      });
      holding.catch(() => held(false));
    });
  },

  /** The version of ONNX Runtime. */
  async version(options: RuntimeOptions): Promise<string> {
    return (await loadOnnxRuntime(options)).version;
  },

  /** Loads runtime and model. */
  async open(options: OpenOptions, listener: Pick<RunListener, 'onProgress'>): Promise<Result<null, Fault>> {
    signal = { aborted: false };
    const begun = performance.now();
    try {
      const runtime = await loadOnnxRuntime(options);
      const pipeline = await DiffusionPipeline.open({
        files: new ModelCache(options.modelFolder),
        runtime,
        digest: (bytes) => sha256(bytes as Uint8Array<ArrayBuffer>),
        now: () => performance.now(),
        breathe: eventLoopTurn,
        signal,
        onProgress: (progress) => listener.onProgress(progress),
      });
      if (!pipeline.ok) return pipeline;
      opened = { pipeline: pipeline.value, runtime, loadMs: performance.now() - begun };
      return ok(null);
    } catch (error) {
      if (error instanceof FaultError) return fail(error.fault);
      throw error;
    }
  },

  /** Makes one clip. The model must be open. */
  async run(request: GenerationRequest, tiling: boolean, listener: RunListener): Promise<Result<GenerationResult, Fault>> {
    if (!opened) throw new Error('run before open');
    const { pipeline, runtime, loadMs } = opened;
    signal = { aborted: false };
    let previewedAt = -Infinity;
    let told = Promise.resolve() as void | Promise<void>;
    const result = await pipeline.generate(
      request,
      {
        signal,
        tiling,
        onProgress: (progress) => {
          told = listener.onProgress(progress);
        },
        onPreview: (preview) => {
          if (performance.now() - previewedAt < PREVIEW_PAUSE_MS) return;
          previewedAt = performance.now();
          listener.onPreview(Comlink.transfer(preview, [preview.rgb.buffer]));
        },
      },
      { id: 'browser', version: runtime.version, provider: runtime.provider },
    );
    // Progress goes by a port of its own: the result must not overtake it.
    await told;
    if (!result.ok) return result;
    opened.loadMs = 0;
    const timings = { load: loadMs, ...result.value.timings };
    return Comlink.transfer(ok({ ...result.value, timings }), [result.value.video.rgb.buffer]);
  },

  /** Stops what is going on at the next step. */
  cancel(): void {
    signal.aborted = true;
  },

  /** Releases the model. */
  async release(): Promise<void> {
    await opened?.pipeline.dispose();
    opened = undefined;
  },
};
export type InferenceApi = typeof api;

Comlink.expose(api);
