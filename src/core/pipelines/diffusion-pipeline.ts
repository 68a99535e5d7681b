import type { CancelSignal, GenerationResult, RunContext } from '../domain/engine.ts';
import { type Fault, FaultError } from '../schema/fault.ts';
import type { ModelManifest } from '../schema/manifest.ts';
import type { Progress } from '../schema/progress.ts';
import type { Recipe } from '../schema/recipe.ts';
import type { GenerationRequest } from '../schema/request.ts';
import { fail, ok, type Result } from '../schema/result.ts';
import { Generation } from './generation.ts';
import { stageProgress } from './job-progress.ts';
import { readComponent, readManifest } from './model-folder.ts';
import { GRAPH_NAMES, ModelSessions } from './model-sessions.ts';
import type { Digest, InferenceRuntime, ModelFiles } from './runtime.ts';
import { PromptTokenizer } from './text/prompt-tokenizer.ts';

export interface PipelineOptions {
  readonly files: ModelFiles;
  readonly runtime: InferenceRuntime;
  readonly digest: Digest;
  /** A clock in milliseconds. Without it nothing is timed. */
  readonly now?: () => number;
  /** The host has verified the hashes before: only lengths are looked at. */
  readonly trustHashes?: boolean;
  /** Told of the stage `load`. */
  readonly onProgress?: (progress: Progress) => void;
  /** Stops loading. */
  readonly signal?: CancelSignal;
  /** Lets the host's event loop turn once, so that a cancel can arrive; a timer of 0 ms by default. */
  readonly breathe?: () => Promise<void>;
  /** What one run of the decoder may take, in bytes; 1 GiB by default. Less means parts and, at last, tiles. */
  readonly decodeMemory?: number;
  /** Guidance in one call of two rows (default), or always in two calls, which takes half the memory. */
  readonly batchGuidance?: boolean;
}

/** A model made ready to generate. Whoever opens it disposes of it. */
export class DiffusionPipeline {
  readonly manifest: ModelManifest;
  readonly #options: PipelineOptions;
  readonly #tokenizer: PromptTokenizer;
  readonly #sessions: ModelSessions;
  #lastRun: Promise<unknown> = Promise.resolve();
  #deviceLost = false;

  private constructor(
    options: PipelineOptions,
    manifest: ModelManifest,
    tokenizer: PromptTokenizer,
    sessions: ModelSessions,
  ) {
    this.#options = options;
    this.manifest = manifest;
    this.#tokenizer = tokenizer;
    this.#sessions = sessions;
  }

  /**
   * Reads a model folder, verifies every file and opens a session for each graph.
   *
   * Faults: `model-*`, `out-of-memory`, `device-lost`, `provider-unavailable`, `cancelled`. After a
   * fault nothing is left open.
   */
  static async open(options: PipelineOptions): Promise<Result<DiffusionPipeline, Fault>> {
    const { files, runtime, digest, now, trustHashes = false, onProgress, signal } = options;
    return asResult(async () => {
      const steps = GRAPH_NAMES.length + 1;
      let step = 0;
      const report = () => {
        onProgress?.(stageProgress('load', step, steps));
        step += 1;
        if (signal?.aborted) throw new FaultError('cancelled');
      };
      const manifest = await readManifest(files);
      const read = (name: keyof ModelManifest['components']) =>
        readComponent(files, manifest, name, trustHashes ? undefined : digest);
      report();
      await read('scheduler');
      const { file } = manifest.components.tokenizer;
      const tokenizer = new PromptTokenizer(file, await read('tokenizer'), manifest.text);
      const sessions = await ModelSessions.open({
        runtime,
        components: manifest.components,
        read: (name) => {
          report();
          return read(name);
        },
        now,
      });
      onProgress?.(stageProgress('load', steps, steps));
      return new DiffusionPipeline(options, manifest, tokenizer, sessions);
    });
  }

  /**
   * Makes a clip. Requests that come while one is at work wait for it.
   *
   * Faults: those of the request (see planGeneration), `prompt-unknown-words`, `cancelled`,
   * `out-of-memory`, `device-lost` (every session is then released and the pipeline of no more use)
   * and `model-graph-invalid`. Bugs throw.
   */
  generate(
    request: GenerationRequest,
    context: RunContext,
    engine: Recipe['engine'],
  ): Promise<Result<GenerationResult, Fault>> {
    const run = this.#lastRun.then(() => this.#generate(request, context, engine));
    this.#lastRun = run.catch(() => undefined);
    return run;
  }

  /** Waits for the run at work and releases every session. */
  async dispose(): Promise<void> {
    await this.#lastRun;
    await this.#sessions.release();
  }

  async #generate(
    request: GenerationRequest,
    context: RunContext,
    engine: Recipe['engine'],
  ): Promise<Result<GenerationResult, Fault>> {
    if (this.#deviceLost) return fail({ reason: 'device-lost', facts: {} });
    const generation = new Generation({
      manifest: this.manifest,
      tokenizer: this.#tokenizer,
      sessions: this.#sessions,
      context,
      now: this.#options.now,
      breathe: this.#options.breathe ?? nextTurn,
      decodeMemory: context.tiling ? 0 : (this.#options.decodeMemory ?? 2 ** 30),
      batchGuidance: !context.tiling && (this.#options.batchGuidance ?? true),
    });
    const result = await asResult(() => generation.run(request, engine));
    if (!result.ok && result.fault.reason === 'device-lost') {
      this.#deviceLost = true;
      await this.#sessions.release();
    }
    return result;
  }
}

async function asResult<Value>(work: () => Promise<Value>): Promise<Result<Value, Fault>> {
  try {
    return ok(await work());
  } catch (error) {
    if (error instanceof FaultError) return fail(error.fault);
    throw error;
  }
}

/** Every host has timers; only the types of ES2023, which core is checked against, do not know them. */
const { setTimeout } = globalThis as unknown as { setTimeout: (then: () => void, milliseconds: number) => void };
const nextTurn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
