import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { EngineDescription, GenerationResult, RunContext } from '#core/domain/generate/engine.ts';
import { type GenerationPlan, planGeneration } from '#core/pipelines/generation-plan.ts';
import type { EngineOffer } from '#core/schema/accelerator/offer.ts';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import type { GenerationRequest } from '#core/schema/request.ts';
import { fail, ok, type Result } from '#core/schema/result.ts';
import { LearntMemory } from '../learnt-memory.ts';
import type { EngineHost } from '../ports.ts';
import { DEFAULT_ADDRESS } from './address.ts';
import { Inventory, missingWords } from './availability.ts';
import { chooseServer } from './choose-server.ts';
import { engineFault } from './faults.ts';
import { lookFor, type Offered, offerOf } from './offering.ts';
import { describeServers, offerOfServers, type Seen, see } from './offer.ts';
import { ComfyServer, type ServerTimes } from './server.ts';
import { type ReadWorkflow, readOwnWorkflows } from './workflow/own-workflows.ts';
import { WorkflowShelf } from './workflow/workflow-shelf.ts';
import { WanMemory } from './wan/wan-memory.ts';
import { WAN_MODELS } from './wan/wan-models.ts';
import { workOff } from './work-off.ts';

export interface ComfyOptions {
  /** Where servers answer; the usual place on this machine where none is given. */
  readonly addresses?: readonly string[];
  /** Names of hosts outside the own network that may be asked all the same. */
  readonly allowedHosts?: readonly string[];
  /** A folder with a person's own workflows. */
  readonly workflows?: string | undefined;
  /** The file with which a server on this machine finds the models that are fetched here. */
  readonly modelPaths?: string | undefined;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
  /** What earlier runs have shown of its servers; with this engine alone where absent. */
  readonly learnt?: LearntMemory;
  readonly times?: Partial<ServerTimes & { watch: number }>;
}

/** Milliseconds. A model that is loaded from a slow disk makes ComfyUI silent for minutes. */
const TIMES: ServerTimes & { watch: number } = { silence: 10_000, away: 30_000, stall: 30 * 60_000, connectMs: 3_000, lookMs: 2_000, retryMs: 500, pingMs: 20_000, watch: 30_000 };

/** A cancel is answered after so long at the latest, in milliseconds; telling the server goes on behind that. */
const CANCEL_PATIENCE_MS = 350;
/** Servers are told to let go for so long when we end, in milliseconds. */
const DISPOSE_PATIENCE_MS = 3_000;
/** How often it is looked whether a job was cancelled. */
const CANCEL_TURN_MS = 25;

/** ComfyUI servers as one engine. */
export class ComfyEngine implements EngineHost {
  readonly workflows: WorkflowShelf;
  readonly #servers: readonly ComfyServer[];
  readonly #folder: string | undefined;
  readonly #modelPaths: string | undefined;
  readonly #logger: ComfyOptions['logger'];
  readonly #watchMs: number;
  readonly #memories: ReadonlyMap<ComfyServer, WanMemory>;
  readonly #listeners = new Set<() => void>();
  readonly #runs = new Set<Promise<unknown>>();
  readonly #disposed = new AbortController();
  #watch: NodeJS.Timeout | undefined;
  #last: string | undefined;

  constructor({ addresses = [], allowedHosts = [], workflows, modelPaths, logger, learnt = new LearntMemory(), times }: ComfyOptions) {
    const { watch, ...serverTimes } = { ...TIMES, ...times };
    const asked = addresses.length > 0 ? addresses : [DEFAULT_ADDRESS];
    this.#servers = asked.map((address) => new ComfyServer(address, allowedHosts, serverTimes));
    this.#memories = new Map(this.#servers.map((server) => [server, new WanMemory(learnt, server.address)]));
    this.#folder = workflows;
    this.#modelPaths = modelPaths;
    this.workflows = new WorkflowShelf(workflows, () => this.#tell());
    this.#logger = logger;
    this.#watchMs = watch;
  }

  async describe(): Promise<EngineDescription> {
    return { id: 'comfyui', ...describeServers(await this.#see()) };
  }

  async offer(): Promise<EngineOffer> {
    const offer = await offerOfServers(await this.#see(), await this.#own());
    return { ...offer, ...(this.#modelPaths !== undefined && { modelPaths: this.#modelPaths }) };
  }

  async run(request: GenerationRequest, context: RunContext): Promise<Result<GenerationResult, Fault>> {
    const cancelled = fail<Fault>({ reason: 'cancelled', facts: {} });
    if (context.signal.aborted || this.#disposed.signal.aborted) return cancelled;
    const abort = new AbortController();
    const turn = setInterval(() => {
      if (context.signal.aborted || this.#disposed.signal.aborted) abort.abort();
    }, CANCEL_TURN_MS);
    const work = this.#run(request, context, abort.signal);
    const settled: Promise<unknown> = work.catch(() => undefined).then(() => this.#runs.delete(settled));
    this.#runs.add(settled);
    let late: NodeJS.Timeout | undefined;
    const tooLate = new Promise<typeof cancelled>((resolve) => {
      abort.signal.addEventListener('abort', () => (late = setTimeout(() => resolve(cancelled), CANCEL_PATIENCE_MS)));
    });
    try {
      const result = await Promise.race([work.then(ok), tooLate]);
      return abort.signal.aborted ? cancelled : result;
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      return abort.signal.aborted ? cancelled : fail(error.fault);
    } finally {
      clearInterval(turn);
      clearTimeout(late);
    }
  }

  async unload(): Promise<void> {
    // One that does not answer holds nothing that we could give back.
    await Promise.allSettled(this.#servers.map((server) => server.client.free()));
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    this.#watch ??= setInterval(() => void this.#look(), this.#watchMs).unref();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      clearInterval(this.#watch);
      this.#watch = undefined;
    };
  }

  async dispose(): Promise<void> {
    this.#disposed.abort();
    clearInterval(this.#watch);
    this.#listeners.clear();
    // A server that does not answer now is not waited for: what it has of ours is taken up again or let go at the next start.
    await Promise.race([Promise.all(this.#runs), sleep(DISPOSE_PATIENCE_MS, undefined, { ref: false })]);
  }

  /** Tells when something else is there than at the last look. */
  async #look(): Promise<void> {
    const now = JSON.stringify(await this.offer());
    if (this.#last !== undefined && this.#last !== now) this.#tell();
    this.#last = now;
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }

  #see(): Promise<Seen[]> {
    return Promise.all(this.#servers.map(see));
  }

  async #own(): Promise<readonly ReadWorkflow[]> {
    return this.#folder === undefined ? [] : readOwnWorkflows(this.#folder);
  }

  async #run(request: GenerationRequest, context: RunContext, signal: AbortSignal): Promise<GenerationResult> {
    const offered = await this.#choices(request);
    const wishes = wishesFor(request, offered);
    const job = context.job?.toLowerCase() ?? randomUUID();
    const passed = new Set<ComfyServer>();
    let fault: FaultError | undefined;
    for (;;) {
      const { server, chosen, reason } = await this.#choose(wishes, passed);
      if (!server || !chosen) throw fault ?? reason;
      try {
        const memory = this.#memories.get(server) as WanMemory;
        const { result, pace } = await workOff({ ...chosen, server, memory, request, context, job, signal, logger: this.#logger });
        server.succeeded(pace);
        return result;
      } catch (error) {
        if (!(error instanceof FaultError)) throw error;
        // A fetch that was cancelled looks like one that nobody answered.
        if (signal.aborted) throw new FaultError('cancelled');
        if (!['engine-away', 'engine-died'].includes(error.fault.reason)) throw error;
        this.#logger.warn({ server: server.address, fault: error.fault }, 'comfyui server failed');
        server.failed(Date.now());
        passed.add(server);
        fault = error;
      }
    }
  }

  /** The models that may do it: the one that is asked for, or every one for the mode, the first the best. */
  async #choices({ model, mode }: GenerationRequest): Promise<Offered[]> {
    const own = (await this.#own()).flatMap(({ own }) => (own ? [{ kind: 'own' as const, own }] : []));
    const all: Offered[] = [...WAN_MODELS.map((one) => ({ kind: 'wan' as const, model: one })), ...own];
    if (model !== undefined) {
      const named = all.filter((one) => offerOf(one).id === model);
      if (named.length === 0) throw new FaultError('model-not-found', { model });
      return named;
    }
    const fitting = all.filter((one) => offerOf(one).modes.includes(mode));
    if (fitting.length === 0) throw new FaultError('mode-not-supported', { mode, model: 'ComfyUI' });
    return fitting;
  }

  /** The server that is likely done first among those that have all that one of the models needs. */
  async #choose(wishes: readonly Wish[], passed: ReadonlySet<ComfyServer>) {
    const reasons: FaultError[] = [];
    const left = this.#servers.filter((server) => !passed.has(server));
    const looked = await Promise.all(
      left.map(async (server) => {
        try {
          const candidate = await server.candidate();
          const inventory = new Inventory(server.client);
          let missing = '';
          for (const wish of wishes) {
            const found = await lookFor(inventory, wish.offered);
            if (found.missing.length === 0) return { ...candidate, chosen: { ...wish, files: found.files, inventory } };
            missing ||= missingWords(found.missing);
          }
          reasons.push(engineFault('engine-refused', missing));
        } catch (error) {
          if (!(error instanceof FaultError)) throw error;
          server.failed(Date.now());
          reasons.push(error);
        }
        return undefined;
      }),
    );
    const chosen = chooseServer(looked.filter((one) => one !== undefined), Date.now());
    // One that is away may come back with all that another lacks.
    const reason = reasons.find(({ fault }) => fault.reason === 'engine-away') ?? reasons[0] ?? engineFault('engine-away', 'None of its servers is left to try');
    return { server: chosen?.server, chosen: chosen?.chosen, reason };
  }
}

interface Wish {
  readonly offered: Offered;
  readonly plan: GenerationPlan;
}

/** The request as each model would do it. What is wrong with it is said before any server is asked, unless another model can take it. */
function wishesFor(request: GenerationRequest, offered: readonly Offered[]): Wish[] {
  let fault: FaultError | undefined;
  const wishes = offered.flatMap((one) => {
    try {
      return [{ offered: one, plan: planGeneration(request, offerOf(one)) }];
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      fault ??= error;
      return [];
    }
  });
  if (wishes.length === 0 && fault) throw fault;
  return wishes;
}
