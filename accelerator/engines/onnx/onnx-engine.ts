import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import type { CancelSignal, EngineDescription, GenerationResult, RunContext } from '#core/domain/generate/engine.ts';
import type { EngineOffer } from '#core/schema/accelerator/offer.ts';
import type { Fault } from '#core/schema/fault.ts';
import type { Sha256 } from '#core/schema/ids.ts';
import { filesOfLora } from '#core/schema/lora-use.ts';
import type { GenerationRequest } from '#core/schema/request.ts';
import { fail, ok, type Result } from '#core/schema/result.ts';
import type { DiskShelf } from '../../media/disk-shelf.ts';
import { FrameWork } from '../frames/frame-work.ts';
import { frameModes } from '../frames/open-enhancer.ts';
import { WarmProcess } from '../../processes/warm-process.ts';
import { WorkProcess } from '../../processes/work-process.ts';
import type { EngineHost, EnhanceContext, EnhancedFile } from '../ports.ts';
import { bestProvider, type ProviderChoice } from './best-provider.ts';
import { DamagedFiles } from './damaged-files.ts';
import { type Model, type News, type Order, type Outcome, PROTOCOL, toResult } from './child-messages.ts';
import { findModels, type FoundModel } from './model-folders.ts';
import { ModelWatch } from './model-watch.ts';
import type { Provider } from './provider.ts';
import { RUNTIME_VERSION } from './runtime-version.ts';
import { unlessCancelled } from './unless-cancelled.ts';

type ModelProcess = WarmProcess<Model, Order, News, Outcome>;

const CHILD = new URL('./child.ts', import.meta.url);
const KINORA_MINI = fileURLToPath(new URL('../../../models/kinora-mini', import.meta.url));

export interface OnnxEngineOptions {
  /** Folders of models, or folders that hold them. Kinora Mini is always there beside them. */
  readonly models: readonly string[];
  /** Chosen by a person; the best that works where absent. */
  readonly provider?: Provider;
  /** Clips that are made at the same time, each in a process of its own; 1 by default. */
  readonly jobs?: number;
  /** How long an idle process keeps its model in memory, in milliseconds; five minutes by default. */
  readonly idleMs?: number;
  /** How long a process at work may say nothing before it is taken for hung, in milliseconds; ten minutes by default. */
  readonly silenceMs?: number;
  /** How long a cancelled process may take to obey before it is ended, in milliseconds; 300 by default. */
  readonly graceMs?: number;
  /** How often it is looked for models that came or went while somebody listens, in milliseconds; ten seconds by default. */
  readonly lookMs?: number;
  /** Where the files lie that requests name by hash, as their LoRAs. */
  readonly media?: Pick<DiskShelf, 'pathOf'>;
  /** A folder for frames that are being worked on; nothing stays in it. Work on frames is offered only with one. */
  readonly scratch?: string;
  readonly log: Logger;
}

/** The accelerator's own engine: the pipelines on ONNX Runtime, in child processes that can be ended and watched. */
export class OnnxEngine implements EngineHost {
  readonly #options: OnnxEngineOptions;
  readonly #processes: readonly ModelProcess[];
  readonly #listeners = new Set<() => void>();
  readonly #damaged = new DamagedFiles();
  readonly #frames: FrameWork | undefined;
  #choice: Promise<ProviderChoice> | undefined;
  #watch: ModelWatch | undefined;

  constructor(options: OnnxEngineOptions) {
    this.#options = options;
    const { jobs = 1, idleMs = 300_000, silenceMs = 600_000, graceMs = 300, media, scratch, log } = options;
    const start = ({ provider }: Model) => new WorkProcess({ program: CHILD, protocol: PROTOCOL, engine: 'ONNX Runtime', provider, silenceMs, graceMs, log });
    this.#processes = Array.from({ length: jobs }, () => new WarmProcess({ start, idleMs, onChange: () => this.#tell() }));
    if (scratch !== undefined) this.#frames = new FrameWork({ media, scratch, log });
  }

  async describe(): Promise<EngineDescription> {
    const { provider, why } = await this.#provider();
    return { id: 'onnx', version: RUNTIME_VERSION, provider, why: sentence(why) };
  }

  /** What computes here. */
  async provider(): Promise<Provider> {
    return (await this.#provider()).provider;
  }

  async offer(): Promise<EngineOffer> {
    const [{ version, provider, why }, { models, unreadable }] = await Promise.all([this.describe(), this.#find()]);
    const loaded = new Set(this.#processes.map((process) => process.loaded?.folder));
    const offers = models.map(async ({ folder, offer }) => ({ ...offer, loaded: loaded.has(folder), missing: [...offer.missing, ...(await this.#damaged.in(folder))] }));
    return {
      ...{ id: 'onnx', version, provider, why },
      models: await Promise.all(offers),
      ...(this.#frames && { enhances: frameModes() }),
      ...(unreadable.length > 0 && { unreadable: [...unreadable] }),
    };
  }

  async run(request: GenerationRequest, { signal, tiling = false, onProgress, onPreview }: RunContext): Promise<Result<GenerationResult, Fault>> {
    const found = await unlessCancelled(this.#at(request.model), signal);
    if (!found.ok) return found;
    const model = found.value;
    const order: Order = { kind: 'run', model, request, files: this.#filesOf(request), tiling, previews: onPreview !== undefined };
    const onNews = (news: News) => (news.kind === 'progress' ? onProgress(news.progress) : onPreview?.(news.preview));
    const result = await this.#processFor(model).use(() => model, signal, (process) => process.carryOut(order, { signal, onNews }));
    if (!result.ok) {
      await this.#learnFrom(result.fault, model.folder);
      return result;
    }
    if (!result.value) throw new Error('a run ended without a clip');
    return ok(toResult(result.value));
  }

  async enhance(request: GenerationRequest, context: EnhanceContext): Promise<Result<EnhancedFile, Fault>> {
    if (!this.#frames) return fail({ reason: 'mode-not-supported', facts: { mode: request.mode, model: 'ONNX Runtime', allowed: '' } });
    return this.#frames.enhance(request, context, await this.provider());
  }

  async load(id: string, signal: CancelSignal): Promise<Result<void, Fault>> {
    const found = await this.#at(id);
    if (!found.ok) return found;
    const model = found.value;
    const result = await this.#processFor(model).use(() => model, signal, async (process) => {
      const loaded = await process.carryOut({ kind: 'load', model }, { signal });
      if (!loaded.ok) process.end();
      return loaded;
    });
    if (result.ok) return ok(undefined);
    await this.#learnFrom(result.fault, model.folder);
    return result;
  }

  async unload(): Promise<void> {
    await Promise.all(this.#processes.map((process) => process.unload()));
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    this.#watch ??= new ModelWatch(() => this.#find(), () => this.#tell(), this.#options.lookMs ?? 10_000);
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#stopWatching();
    };
  }

  async dispose(): Promise<void> {
    await Promise.all([...this.#processes.map((process) => process.close()), this.#frames?.dispose()]);
    this.#listeners.clear();
    this.#stopWatching();
  }

  #filesOf({ loras = [] }: GenerationRequest): Map<Sha256, string> {
    const files = new Map<Sha256, string>();
    for (const asset of loras.flatMap(filesOfLora)) {
      const file = this.#options.media?.pathOf(asset);
      if (file !== undefined) files.set(asset, file);
    }
    return files;
  }

  /** How a process runs a model. */
  async #at(id: string | undefined): Promise<Result<Model, Fault>> {
    const [model, { provider }] = await Promise.all([this.#model(id), this.#provider()]);
    if (!model) return fail({ reason: 'model-not-found', facts: { model: id ?? 'Kinora Mini' } });
    return ok({ provider, folder: model.folder, version: RUNTIME_VERSION });
  }

  #find() {
    return findModels([KINORA_MINI, ...this.#options.models]);
  }

  /** The model of that id; without one the first, which is Kinora Mini unless somebody took it away. */
  async #model(id: string | undefined): Promise<FoundModel | undefined> {
    const { models } = await this.#find();
    return id === undefined ? models[0] : models.find(({ offer }) => offer.id === id);
  }

  /** The process that is least busy, and of those the one that has the model already. */
  #processFor({ folder }: Model): ModelProcess {
    const least = Math.min(...this.#processes.map(({ waiting }) => waiting));
    const free = this.#processes.filter(({ waiting }) => waiting === least);
    return (free.find(({ model }) => model?.folder === folder) ?? free.find(({ model }) => !model) ?? free[0]) as ModelProcess;
  }

  #provider(): Promise<ProviderChoice> {
    const { provider } = this.#options;
    if (provider !== undefined) return Promise.resolve({ provider, why: 'it was chosen in the settings' });
    return (this.#choice ??= bestProvider());
  }

  async #learnFrom({ reason, facts }: Fault, folder: string): Promise<void> {
    // A device that was lost may not come back: what works is found out anew.
    if (reason === 'device-lost' || reason === 'provider-unavailable') this.#choice = undefined;
    else if (reason === 'model-file-wrong-hash') await this.#damaged.note(folder, String(facts['file']));
    else if (!reason.startsWith('model-')) return;
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }

  #stopWatching(): void {
    this.#watch?.stop();
    this.#watch = undefined;
  }
}

const sentence = (clause: string): string => `${clause.charAt(0).toUpperCase()}${clause.slice(1)}.`;
