import { loadPart } from '#core/domain/load-part.ts';
import type { Engine, EngineDescription, GenerationResult, RunContext } from '#core/domain/generate/engine.ts';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import type { GenerationRequest } from '#core/schema/request.ts';
import { fail, ok, type Result } from '#core/schema/result.ts';
import type { ProviderChoice } from '#lib/storage/records.ts';
import type { ModelHome } from '#lib/workers/inference.worker.ts';
import { ModelCache } from '#lib/workers/model-cache.ts';
import { chooseProvider, type Machine, type ProviderPlan } from '../choose.ts';
import type { EngineControl, EngineEvent } from '../status.ts';
import type { InferenceWorker } from './inference-worker.ts';
import { ModelDownload } from './model-download.ts';
import { probeMachine } from './probe-machine.ts';
import { keepRuntime, planForOffline } from './offline-plan.ts';
import type { Language } from './read-language.ts';

interface BrowserEngineOptions {
  /** The address of the model's folder, with a slash at the end. */
  readonly modelFolder: string;
  readonly choice: ProviderChoice;
  readonly probe?: () => Promise<Machine>;
  /** How long an idle worker keeps the model in memory, in milliseconds; three minutes by default. */
  readonly idleMs?: number;
}

/** Faults that speak against WebGPU on this machine, and not against the request. */
const WEBGPU_FAULTS: readonly Fault['reason'][] = ['device-lost', 'provider-unavailable'];

/** Faults after which a worker is of no more use. */
const SPENT: readonly Fault['reason'][] = ['device-lost', 'out-of-memory'];

/** The engine of the browser: ONNX Runtime in a worker, on the graphics card or on the processor. */
export class BrowserEngine implements Engine, EngineControl {
  readonly #options: BrowserEngineOptions;
  readonly #files: ModelCache;
  readonly #model: ModelDownload;
  readonly #listeners = new Set<(event: EngineEvent) => void>();
  readonly #machine: Promise<Machine>;
  #choice: ProviderChoice;
  #plan: Promise<ProviderPlan>;
  #worker: InferenceWorker | undefined;
  #idle: ReturnType<typeof setTimeout> | undefined;
  #lastRun: Promise<unknown> = Promise.resolve();
  #disposed = false;
  #keeping = 0;

  constructor(options: BrowserEngineOptions) {
    this.#options = options;
    this.#choice = options.choice;
    this.#machine = (options.probe ?? probeMachine)();
    this.#files = new ModelCache(options.modelFolder);
    this.#model = new ModelDownload(this.#files, (model, manifest) =>
      this.#tell({ kind: 'model', model, manifest }),
    );
    this.#plan = this.#makePlan();
  }

  async describe(): Promise<EngineDescription> {
    const { provider, why } = await this.#plan;
    const plan = await this.#plan;
    const version = await (this.#worker?.alive ? this.#worker : await this.#workerFor(plan, { folder: this.#options.modelFolder })).version();
    return { id: 'browser', version, provider, why };
  }

  /** Requests that come while one is at work wait for it. One that names another model than the engine's own is made with that of the shelf. */
  run(request: GenerationRequest, context: RunContext): Promise<Result<GenerationResult, Fault>> {
    const run = this.#lastRun.then(() => this.#run(request, context));
    this.#lastRun = run.catch(() => undefined);
    return run;
  }

  async choose(choice: ProviderChoice): Promise<void> {
    this.#choice = choice;
    this.#plan = this.#makePlan();
    await this.#plan;
  }

  async fetchModel(): Promise<void> {
    await this.#model.ready();
  }

  readFile(path: string): Promise<Uint8Array<ArrayBuffer>> {
    return this.#files.read(path);
  }

  /** Throws the model's files away; they are fetched again when they are next needed. */
  async forgetModel(): Promise<void> {
    await this.#model.forget();
  }

  /** The words that the model knows; null when the model, or what reads its words, cannot be brought here. */
  async readLanguage(): Promise<Language | null> {
    const model = await this.#model.ready();
    if (!model.ok) return null;
    const reader = await import('./read-language.ts').catch(() => null);
    return reader && reader.readLanguage(this.#files, model.value);
  }

  /** Keeps the files of the chosen provider for a time without network, where a service worker can. */
  async keepForOffline(): Promise<void> {
    const turn = ++this.#keeping;
    const { provider } = await this.#plan;
    const kept = await keepRuntime(provider).catch(() => false);
    // One that was asked before the service worker was in charge must not have the last word.
    if (turn === this.#keeping) this.#tell({ kind: 'runtime-kept', kept });
  }

  /** Calls back at once with what is known, then with every change; returns the way to stop. */
  subscribe(listener: (event: EngineEvent) => void): () => void {
    this.#listeners.add(listener);
    void this.#plan.then((plan) => this.#listeners.has(listener) && listener({ kind: 'plan', plan }));
    listener({ kind: 'model', model: this.#model.status, manifest: this.#model.manifest });
    return () => this.#listeners.delete(listener);
  }

  /** Ends the worker; what is running resolves as cancelled. */
  async dispose(): Promise<void> {
    this.#disposed = true;
    clearTimeout(this.#idle);
    this.#worker?.terminate();
    await this.#lastRun;
    this.#listeners.clear();
  }

  async #run(request: GenerationRequest, context: RunContext): Promise<Result<GenerationResult, Fault>> {
    if (this.#disposed || context.signal.aborted) return fail({ reason: 'cancelled', facts: {} });
    const home = await this.#homeOf(request.model);
    if (!home.ok) return home;
    const plan = await this.#plan;
    const result = await this.#attempt(plan, home.value, request, context);
    if (this.#disposed) return fail({ reason: 'cancelled', facts: {} });
    if (result.ok) return result;
    if ('folder' in home.value && result.fault.reason.startsWith('model-file-')) await this.#model.discard(result.fault);
    if (plan.provider !== 'webgpu' || !WEBGPU_FAULTS.includes(result.fault.reason)) return result;
    return this.#attempt(await this.#fallBack(result.fault), home.value, request, context);
  }

  /** Where the model of a request lies, once it is here: the engine's own where none is named. */
  async #homeOf(model: string | undefined): Promise<Result<ModelHome, Fault>> {
    if (model !== undefined && model !== this.#model.manifest?.id) {
      try {
        const { shelfModels } = await loadPart(() => import('./shelf-models.ts'));
        const found = (await shelfModels()).find(({ facts }) => facts.id === model);
        if (found) return ok({ shelf: found.shelfId });
      } catch (error) {
        return fail(faultOf(error));
      }
    }
    const own = await this.#model.ready();
    if (!own.ok) return own;
    if (model !== undefined && model !== own.value.id) return fail({ reason: 'model-not-found', facts: { model } });
    return ok({ folder: this.#options.modelFolder });
  }

  async #attempt(
    plan: ProviderPlan,
    home: ModelHome,
    request: GenerationRequest,
    context: RunContext,
  ): Promise<Result<GenerationResult, Fault>> {
    clearTimeout(this.#idle);
    const worker = await this.#workerFor(plan, home).catch(faultOf);
    if (!('run' in worker)) return fail(worker);
    const result = await worker.run(request, context);
    // A lost device takes its sessions with it, and WebAssembly gives no memory back while its worker lives.
    if (!result.ok && SPENT.includes(result.fault.reason)) worker.terminate();
    this.#idle = setTimeout(() => this.#worker?.terminate(), this.#options.idleMs ?? 180_000);
    return result;
  }

  /** The worker for a plan and a model: the one that is there, if it is alive and of that kind. Throws FaultError `part-missing`, `cancelled`. */
  async #workerFor(plan: ProviderPlan, home: ModelHome): Promise<InferenceWorker> {
    const { InferenceWorker } = await loadPart(() => import('./inference-worker.ts'));
    if (this.#disposed) throw new FaultError('cancelled');
    const present = this.#worker;
    if (present?.alive && present.plan.provider === plan.provider && present.plan.threads === plan.threads && isSame(present.model, home)) return present;
    present?.terminate();
    return (this.#worker = new InferenceWorker(plan, home));
  }

  /** Goes over to WASM for as long as this page is open, or until the person chooses again. */
  async #fallBack(fault: Fault): Promise<ProviderPlan> {
    const without = chooseProvider('wasm', await this.#machine);
    const reason = fault.reason === 'device-lost' ? 'The graphics card was lost' : 'WebGPU could not be started';
    const plan = { ...without, why: `${reason}, so the processor does the work now.` };
    this.#plan = Promise.resolve(plan);
    this.#tell({ kind: 'fell-back', fault, plan });
    return plan;
  }

  async #makePlan(): Promise<ProviderPlan> {
    const machine = await this.#machine;
    const wanted = chooseProvider(this.#choice, machine);
    const plan = await planForOffline(wanted, machine);
    if (plan !== wanted) addEventListener('online', () => void this.#planAgain(plan), { once: true });
    this.#tell({ kind: 'plan', plan });
    return plan;
  }

  /** There is a network again: what was wanted comes into force, unless something else has been planned since. */
  async #planAgain(makeshift: ProviderPlan): Promise<void> {
    if (!this.#disposed && (await this.#plan) === makeshift) this.#plan = this.#makePlan();
  }

  #tell(event: EngineEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}

const isSame = (one: ModelHome, other: ModelHome): boolean =>
  'shelf' in one ? 'shelf' in other && one.shelf === other.shelf : 'folder' in other && one.folder === other.folder;

function faultOf(error: unknown): Fault {
  if (!(error instanceof FaultError)) throw error;
  return error.fault;
}
