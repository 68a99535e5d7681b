import * as Comlink from 'comlink';
import type { ByteSource, GenerationResult, RawVideo } from '#core/domain/generate/engine.ts';
import { openModel } from '#core/pipelines/open-model.ts';
import type { OpenModel } from '#core/pipelines/pipeline-options.ts';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import type { Sha256 } from '#core/schema/ids.ts';
import type { ModelId } from '#core/schema/catalogue.ts';
import type { Progress } from '#core/schema/progress.ts';
import type { GenerationRequest } from '#core/schema/request.ts';
import { fail, ok, type Result } from '#core/schema/result.ts';
import { sha256 } from '#lib/storage/digest.ts';
import { ShelfFiles } from '#lib/storage/shelf-files.ts';
import { eventLoopTurn } from './event-loop-turn.ts';
import { ModelCache } from './model-cache.ts';
import { loadOnnxRuntime, type RuntimeOptions, type WebRuntime } from './onnx-web-runtime.ts';

/** Where a model lies: in a folder of the site, by its address with a slash at the end, or on the browser's shelf. */
export type ModelHome = { readonly folder: string } | { readonly shelf: ModelId };

export interface OpenOptions extends RuntimeOptions {
  readonly model: ModelHome;
}

/** What a run tells while it goes on, and what it asks for. */
export interface RunListener {
  /** Resolves once it was heard. */
  onProgress(progress: Progress): void | Promise<void>;
  onPreview(preview: RawVideo): void;
  /** The bytes of a LoRA that the request names. */
  bytes(sha256: Sha256): Promise<ByteSource | undefined>;
}

/** Previews come no closer together than this, in milliseconds. */
const PREVIEW_PAUSE_MS = 200;

let signal = { aborted: false };
/** `licence`: how the shelf names it; a folder of the site says it itself. */
let opened: { pipeline: OpenModel; runtime: WebRuntime; licence: string | undefined; loadMs: number } | undefined;

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
      const files = 'shelf' in options.model ? await ShelfFiles.open(options.model.shelf) : new ModelCache(options.model.folder);
      const pipeline = await openModel({
        files,
        runtime,
        digest: (bytes) => sha256(bytes as Uint8Array<ArrayBuffer>),
        now: () => performance.now(),
        breathe: eventLoopTurn,
        signal,
        onProgress: (progress) => listener.onProgress(progress),
      });
      if (!pipeline.ok) return pipeline;
      opened = { pipeline: pipeline.value, runtime, licence: 'licence' in files ? files.licence : undefined, loadMs: performance.now() - begun };
      return ok(null);
    } catch (error) {
      if (error instanceof FaultError) return fail(error.fault);
      throw error;
    }
  },

  /** Makes one clip. The model must be open. */
  async run(request: GenerationRequest, tiling: boolean, listener: RunListener): Promise<Result<GenerationResult, Fault>> {
    if (!opened) throw new Error('run before open');
    const { pipeline, runtime, licence, loadMs } = opened;
    signal = { aborted: false };
    let previewedAt = -Infinity;
    let told = Promise.resolve() as void | Promise<void>;
    const result = await pipeline.generate(
      request,
      {
        signal,
        tiling,
        bytes: (sha256) => listener.bytes(sha256),
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
    const { recipe } = result.value;
    const named = licence === undefined ? recipe : { ...recipe, model: { ...recipe.model, license: licence } };
    return Comlink.transfer(ok({ ...result.value, recipe: named, timings }), [result.value.video.rgb.buffer]);
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
