import type { GenerationResult, RunContext } from '../../domain/generate/engine.ts';
import { type Fault, FaultError } from '../../schema/fault.ts';
import type { Recipe } from '../../schema/recipe.ts';
import type { GenerationRequest } from '../../schema/request.ts';
import { fail, type Result } from '../../schema/result.ts';
import { asResult } from '../as-result.ts';
import { stageProgress } from '../job-progress.ts';
import { nextTurn } from '../next-turn.ts';
import type { OpenModel, PipelineOptions } from '../pipeline-options.ts';
import type { FolderFiles } from '../runtime.ts';
import { readStillModel } from './read-still-model.ts';
import { StillGraphs } from './still-graphs.ts';
import type { StillModel } from './still-model.ts';
import { StillRun } from './still-run.ts';
import { type FoundTokenizer, readTokenizer } from './words/read-tokenizer.ts';

export type StillOptions = Omit<PipelineOptions, 'files' | 'digest' | 'trustHashes' | 'batchGuidance'> & { readonly files: FolderFiles };

/** A folder in the layout of a diffusers ONNX export, made ready to draw stills. Whoever opens it disposes of it. */
export class StillPipeline implements OpenModel {
  readonly model: StillModel;
  readonly #options: StillOptions;
  readonly #tokenizers: readonly FoundTokenizer[];
  readonly #graphs: StillGraphs;
  #lastRun: Promise<unknown> = Promise.resolve();
  #deviceLost = false;

  private constructor(options: StillOptions, model: StillModel, tokenizers: readonly FoundTokenizer[], graphs: StillGraphs) {
    this.#options = options;
    this.model = model;
    this.#tokenizers = tokenizers;
    this.#graphs = graphs;
  }

  /**
   * Reads what the folder says of itself and opens a session for each graph.
   *
   * Faults: `model-*`, `out-of-memory`, `device-lost`, `provider-unavailable`, `cancelled`. After a fault nothing is
   * left open.
   */
  static async open(options: StillOptions): Promise<Result<StillPipeline, Fault>> {
    const { files, runtime, now, onProgress, signal } = options;
    return asResult(async () => {
      const model = await readStillModel(files);
      const steps = model.graphs.size + 1;
      let step = 0;
      const report = () => {
        onProgress?.(stageProgress('load', step, steps));
        step += 1;
        if (signal?.aborted) throw new FaultError('cancelled');
      };
      report();
      const tokenizers: FoundTokenizer[] = [];
      for (const folder of model.tokenizers) tokenizers.push(await readTokenizer(files, folder));
      const graphs = await StillGraphs.open({ files, runtime, graphs: model.graphs, onGraph: report, now });
      onProgress?.(stageProgress('load', steps, steps));
      return new StillPipeline(options, model, tokenizers, graphs);
    });
  }

  /**
   * Draws a still. Requests that come while one is at work wait for it.
   *
   * Faults: those of the request (see planGeneration), `cancelled`, `out-of-memory`, `device-lost` (every session is
   * then released and the pipeline of no more use) and `model-graph-invalid`. Bugs throw.
   */
  generate(request: GenerationRequest, context: RunContext, engine: Recipe['engine']): Promise<Result<GenerationResult, Fault>> {
    const run = this.#lastRun.then(() => this.#generate(request, context, engine));
    this.#lastRun = run.catch(() => undefined);
    return run;
  }

  /** Waits for the run at work and releases every session. */
  async dispose(): Promise<void> {
    await this.#lastRun;
    await this.#graphs.release();
  }

  async #generate(request: GenerationRequest, context: RunContext, engine: Recipe['engine']): Promise<Result<GenerationResult, Fault>> {
    if (this.#deviceLost) return fail({ reason: 'device-lost', facts: {} });
    const { now, breathe = nextTurn, decodeMemory = 2 ** 30 } = this.#options;
    const run = new StillRun({
      model: this.model,
      tokenizers: this.#tokenizers,
      graphs: this.#graphs,
      context,
      now,
      breathe,
      decodeMemory: context.tiling ? 0 : decodeMemory,
    });
    const result = await asResult(() => run.run(request, engine));
    if (!result.ok && result.fault.reason === 'device-lost') {
      this.#deviceLost = true;
      await this.#graphs.release();
    }
    return result;
  }
}
