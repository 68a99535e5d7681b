import type { ByteSource, GenerationResult, RunContext } from '../domain/generate/engine.ts';
import { type Fault, FaultError } from '../schema/fault.ts';
import type { ModelManifest } from '../schema/manifest.ts';
import type { LoraUse } from '../schema/lora-use.ts';
import type { Recipe } from '../schema/recipe.ts';
import type { GenerationRequest } from '../schema/request.ts';
import { fail, type Result } from '../schema/result.ts';
import { asResult } from './as-result.ts';
import { Generation } from './generation.ts';
import { stageProgress } from './job-progress.ts';
import { actingLoras, readRequested } from './lora/requested-loras.ts';
import { readComponent, readManifest, readVerified } from './model-folder.ts';
import { GRAPH_NAMES, ModelSessions } from './model-sessions.ts';
import { nextTurn } from './next-turn.ts';
import type { OpenModel, PipelineOptions } from './pipeline-options.ts';
import { PromptTokenizer } from './text/prompt-tokenizer.ts';

/** A model made ready to generate. Whoever opens it disposes of it. */
export class DiffusionPipeline implements OpenModel {
  readonly manifest: ModelManifest;
  readonly #options: PipelineOptions;
  readonly #tokenizer: PromptTokenizer;
  readonly #sessions: ModelSessions;
  #lastRun: Promise<unknown> = Promise.resolve();
  /** The LoRAs asked for last, and those of them that are merged into the graphs. */
  #adapted: { readonly asked: readonly LoraUse[]; readonly used: readonly LoraUse[] } = { asked: [], used: [] };
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
        read,
        onGraph: report,
        now,
      });
      onProgress?.(stageProgress('load', steps, steps));
      return new DiffusionPipeline(options, manifest, tokenizer, sessions);
    });
  }

  /**
   * Makes a clip. Requests that come while one is at work wait for it.
   *
   * Faults: those of the request (see planGeneration), `prompt-unknown-words`, `lora-missing`, `lora-unreadable`,
   * `lora-unsupported`, `lora-unfit`, `cancelled`, `out-of-memory`, `device-lost` (every session is then released and the pipeline of no more use)
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

  /** Has the LoRAs of a request in the graphs, as far as they are made for this model; none where it takes none. */
  async #adapt(request: GenerationRequest, { bytes, onProgress }: RunContext) {
    const asked = actingLoras(request.loras, this.manifest);
    if (areSame(asked, this.#adapted.asked)) return this.#adapted;
    onProgress(stageProgress('load', 0, 1));
    const loras = await readRequested(asked, (asset) => this.#loraFile(asset, bytes));
    const merged = new Set<unknown>(await this.#sessions.adapt(loras));
    const used = loras.filter((lora) => merged.has(lora)).map(({ asset, name, weight }) => ({ asset, name, weight }));
    return (this.#adapted = { asked, used });
  }

  /** The file of a LoRA: one that comes with the model lies in its own folder. */
  async #loraFile(asset: LoraUse['asset'], bytes: RunContext['bytes']): Promise<ByteSource | undefined> {
    const own = this.manifest.loras?.find(({ sha256 }) => sha256 === asset);
    if (!own) return bytes?.(asset);
    const { files, digest, trustHashes = false } = this.#options;
    const file = Uint8Array.from(await readVerified(files, own, trustHashes ? undefined : digest));
    return { arrayBuffer: async () => file.buffer };
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
    const result = await asResult(async () => {
      const { asked, used } = await this.#adapt(request, context);
      const { recipe, adjustments, ...made } = await generation.run(request, engine);
      const left = asked.length > used.length ? [{ what: 'loras' as const, asked: asked.length, used: used.length }] : [];
      return { ...made, adjustments: [...adjustments, ...left], recipe: { ...recipe, ...(used.length > 0 && { loras: [...used] }) } };
    });
    if (!result.ok && result.fault.reason === 'device-lost') {
      this.#deviceLost = true;
      await this.#sessions.release();
    }
    return result;
  }
}

/** Whether the same LoRAs act with the same strengths. Both are in the order of `actingLoras`. */
const areSame = (one: readonly LoraUse[], other: readonly LoraUse[]): boolean =>
  one.length === other.length && one.every(({ asset, weight }, at) => asset === other[at]?.asset && weight === other[at].weight);
