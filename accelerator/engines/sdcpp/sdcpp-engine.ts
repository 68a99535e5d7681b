import { stat } from 'node:fs/promises';
import type { Logger } from 'pino';
import type { EngineDescription, GenerationResult, RunContext } from '#core/domain/generate/engine.ts';
import type { MachineRoom } from '#core/domain/memory/memory-plan-types.ts';
import { type GenerationPlan, planGeneration } from '#core/pipelines/generation-plan.ts';
import type { EngineOffer } from '#core/schema/accelerator/offer.ts';
import { type Fault, FaultError, isOutOfMemory } from '#core/schema/fault.ts';
import type { GenerationRequest } from '#core/schema/request.ts';
import { fail, ok, type Result } from '#core/schema/result.ts';
import type { MediaShelf } from '../../media/ports.ts';
import { LearntMemory } from '../learnt-memory.ts';
import type { EngineHost } from '../ports.ts';
import { MODELS, type SdModel } from './catalogue.ts';
import { missingFiles, waysToLoad } from './choose-files.ts';
import { JobFolder } from './job-folder.ts';
import { type Found, ModelShelf } from './model-shelf.ts';
import { findProgram, notFound, type Probe, probe } from './probe.ts';
import { SdMemory } from './sd-memory.ts';
import { runSdCli } from './sd-run.ts';
import { Turns } from '../../processes/turns.ts';

/** How long a program that did not answer is not asked again. Milliseconds. */
const ASK_AGAIN_MS = 30_000;
const LOOK_MS = 15_000;
const SILENCE_MS = 30 * 60_000;

export interface SdcppOptions {
  /** The file of sd-cli; looked for in PATH where absent. */
  readonly program?: string | undefined;
  /** Folders with model files, searched with what is in them. */
  readonly models: readonly string[];
  /** A folder for what passes between the engine and sd-cli; nothing stays in it. */
  readonly scratch: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Where the files of LoRAs lie. */
  readonly media: Pick<MediaShelf, 'get'>;
  readonly log: Pick<Logger, 'info' | 'warn'>;
  /** What is free on the machine now; undefined where it could not be read. */
  readonly room?: () => MachineRoom | undefined;
  /** What earlier runs have shown; with this engine alone where absent. */
  readonly learnt?: LearntMemory;
  /** Clips that are made at once: each loads its models for itself. */
  readonly atOnce?: number;
  /** How long sd-cli may say nothing before it counts as stuck, in milliseconds. */
  readonly silenceMs?: number;
  /** How often folders are looked at for somebody who listens, in milliseconds. */
  readonly lookMs?: number;
}

/** stable-diffusion.cpp: one `sd-cli` for each job, which ends with it. */
export class SdcppEngine implements EngineHost {
  readonly #options: SdcppOptions;
  readonly #shelf: ModelShelf;
  readonly #memory: SdMemory;
  readonly #turns: Turns;
  readonly #swept: Promise<void>;
  readonly #listeners = new Set<() => void>();
  readonly #running = new Set<Promise<unknown>>();
  #probed: { readonly mark: string; readonly until: number; readonly probe: Promise<Probe> } | undefined;
  #watch: { readonly timer: NodeJS.Timeout; mark: string | undefined } | undefined;
  #disposed = false;

  constructor(options: SdcppOptions) {
    this.#options = options;
    this.#shelf = new ModelShelf(options.models);
    this.#memory = new SdMemory(() => options.room?.(), options.learnt ?? new LearntMemory());
    this.#turns = new Turns(options.atOnce ?? 1);
    this.#swept = JobFolder.sweep(options.scratch);
  }

  async describe(): Promise<EngineDescription> {
    const { version, provider, why } = (await this.#probe()).probe;
    return { id: 'sdcpp', version, provider, why };
  }

  async offer(): Promise<EngineOffer> {
    const [{ probe: known }, found] = await Promise.all([this.#probe(), this.#shelf.look()]);
    const { version, provider, why, fault } = known;
    const models = MODELS.map((model) => ({ ...model.offer, missing: missingFiles(model, found.files, this.#shelf.folder) }));
    return { id: 'sdcpp', version, provider, why: [why, ...brokenWords(found)].join(' '), models, ...(fault && { fault }) };
  }

  /** Nothing is loaded between jobs: each sd-cli gives its memory back when it ends. */
  unload(): Promise<void> {
    return Promise.resolve();
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    if (!this.#watch) {
      this.#watch = { timer: setInterval(() => void this.#look(), this.#options.lookMs ?? LOOK_MS).unref(), mark: undefined };
      void this.#look();
    }
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#stopWatching();
    };
  }

  async run(request: GenerationRequest, context: RunContext): Promise<Result<GenerationResult, Fault>> {
    const cancelled = (): boolean => this.#disposed || context.signal.aborted;
    const signal = {
      get aborted() {
        return cancelled();
      },
    };
    const work = this.#turns.take(signal, () => this.#make(request, context, signal));
    this.#running.add(work);
    try {
      return ok((await work) ?? raise(new FaultError('cancelled')));
    } catch (error) {
      if (error instanceof FaultError) return fail(error.fault);
      if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return fail({ reason: 'no-room-on-disk', facts: { file: 'The clip' } });
      throw error;
    } finally {
      this.#running.delete(work);
    }
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    this.#stopWatching();
    await Promise.allSettled([...this.#running]);
  }

  async #make(request: GenerationRequest, context: RunContext, signal: RunContext['signal']): Promise<GenerationResult> {
    await this.#swept;
    const { files } = await this.#shelf.look();
    const model = modelFor(request, (candidate) => waysToLoad(candidate, files).length > 0);
    const plan = planFor(request, model);
    const [way, ...others] = waysToLoad(model, files);
    if (!way) throw new FaultError('model-file-missing', { file: missingFiles(model, files, this.#shelf.folder)[0]?.file ?? model.offer.name });
    const { program, probe: known } = await this.#probe();
    if (known.fault || program === undefined) throw new FaultError(known.fault?.reason ?? 'engine-away', known.fault?.facts);
    const asked = { request: plan.request, shape: plan.shape, tiling: context.tiling ?? false };
    const memory = this.#memory.choose(model, [way, ...others], asked);
    const { environment, scratch, media, log, silenceMs = SILENCE_MS } = this.#options;
    const engine = { id: 'sdcpp', version: known.version, provider: known.provider };
    const watched = this.#memory.watch(memory);
    const begun = performance.now();
    try {
      const result = await runSdCli({ model, plan, memory, engine, signal, context }, { program, environment, scratch, media, log, silenceMs });
      watched.made((performance.now() - begun) / 1000);
      return result;
    } catch (error) {
      if (!isOutOfMemory(error)) throw error;
      watched.ranOut();
      const why = memory.planned?.plan;
      throw why?.fits === false ? new FaultError('out-of-memory', { plan: why.why }, { cause: error }) : error;
    } finally {
      watched.stop();
    }
  }

  /** Asks the program once, and again when it is another or did not answer. */
  async #probe(): Promise<{ readonly program: string | undefined; readonly probe: Probe }> {
    const { program: given, environment } = this.#options;
    const program = await findProgram(given, environment);
    if (program === undefined) return { program, probe: notFound(given) };
    const { size, mtimeMs } = await stat(program).catch(() => ({ size: 0, mtimeMs: 0 }));
    const mark = `${program} ${size} ${mtimeMs}`;
    if (this.#probed?.mark !== mark || this.#probed.until < performance.now()) {
      this.#probed = { mark, until: Infinity, probe: probe(program, environment) };
    }
    const { probe: asked } = this.#probed;
    const known = await asked;
    if (known.fault && this.#probed.probe === asked) this.#probed = { mark, until: performance.now() + ASK_AGAIN_MS, probe: asked };
    return { program, probe: known };
  }

  async #look(): Promise<void> {
    const watch = this.#watch;
    const [{ program, probe: known }, { mark: files }] = await Promise.all([this.#probe(), this.#shelf.look()]);
    const mark = [program, known.version, known.fault?.reason, files].join('\n');
    if (!watch || this.#watch !== watch) return;
    const isNews = watch.mark !== undefined && watch.mark !== mark;
    watch.mark = mark;
    if (isNews) for (const listener of this.#listeners) listener();
  }

  #stopWatching(): void {
    clearInterval(this.#watch?.timer);
    this.#watch = undefined;
  }
}

/** The model that is named; else the first that can make this and is here, or would be the first to be put here. */
function modelFor({ model, mode }: GenerationRequest, isHere: (model: SdModel) => boolean): SdModel {
  if (model !== undefined) {
    return MODELS.find(({ offer }) => offer.id === model) ?? raise(new FaultError('model-not-found', { model }));
  }
  const able = MODELS.filter(({ offer }) => offer.modes.includes(mode));
  return able.find(isHere) ?? able[0] ?? (MODELS[0] as SdModel);
}

/** Checks a request and fits it to a model. Two experts need a step each. */
function planFor(request: GenerationRequest, { offer, high }: SdModel): GenerationPlan {
  const plan = planGeneration(request, offer);
  const { steps, scheduler } = plan.request;
  if (scheduler !== 'euler') throw new FaultError('option-invalid', { option: 'The scheduler', given: scheduler, allowed: 'euler' });
  if (!high || steps >= 2) return plan;
  return { ...plan, request: { ...plan.request, steps: 2 }, adjustments: [...plan.adjustments, { what: 'steps', asked: steps, used: 2 }] };
}

const brokenWords = ({ broken }: Found): string[] => broken.map(({ file, fault }) => `${file} cannot be used: ${problemOf(fault)}.`);

function problemOf({ reason, facts }: Fault): string {
  if (reason === 'model-file-truncated') return 'it is not whole';
  if (reason === 'file-empty') return 'it is empty';
  return String(facts.problem ?? 'it cannot be read');
}

function raise(error: Error): never {
  throw error;
}
