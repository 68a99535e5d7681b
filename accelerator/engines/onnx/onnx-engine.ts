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
import type { EngineHost, EnhanceContext, EnhancedFile } from '../ports.ts';
import { bestProvider, type ProviderChoice } from './best-provider.ts';
import { DamagedFiles } from './damaged-files.ts';
import { findModels, type FoundModel } from './model-folders.ts';
import type { ChildOptions } from './inference-child.ts';
import { ModelWatch } from './model-watch.ts';
import type { Provider } from './runtime.ts';
import { RUNTIME_VERSION } from './runtime-version.ts';
import { WarmChild } from './warm-child.ts';
import { cancelledWhileWaiting } from './while-waiting.ts';

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
  readonly #children: readonly WarmChild[];
  readonly #listeners = new Set<() => void>();
  readonly #damaged = new DamagedFiles();
  readonly #frames: FrameWork | undefined;
  #choice: Promise<ProviderChoice> | undefined;
  #watch: ModelWatch | undefined;

  constructor(options: OnnxEngineOptions) {
    this.#options = options;
    this.#children = Array.from({ length: options.jobs ?? 1 }, () => new WarmChild(options.idleMs ?? 300_000, () => this.#tell()));
    if (options.scratch !== undefined) this.#frames = new FrameWork({ media: options.media, scratch: options.scratch });
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
    const loaded = new Set(this.#children.map((child) => child.loaded));
    const offers = models.map(async ({ folder, offer }) => ({ ...offer, loaded: loaded.has(folder), missing: [...offer.missing, ...(await this.#damaged.in(folder))] }));
    return {
      ...{ id: 'onnx', version, provider, why },
      models: await Promise.all(offers),
      ...(this.#frames && { enhances: frameModes() }),
      ...(unreadable.length > 0 && { unreadable: [...unreadable] }),
    };
  }

  run(request: GenerationRequest, context: RunContext): Promise<Result<GenerationResult, Fault>> {
    let isWaiting = true;
    const work = this.#run(request, context, () => (isWaiting = false));
    return cancelledWhileWaiting(work, context.signal, () => isWaiting);
  }

  async enhance(request: GenerationRequest, context: EnhanceContext): Promise<Result<EnhancedFile, Fault>> {
    if (!this.#frames) return fail({ reason: 'mode-not-supported', facts: { mode: request.mode, model: 'ONNX Runtime', allowed: '' } });
    return this.#frames.enhance(request, context, await this.provider());
  }

  async load(id: string, signal: CancelSignal): Promise<Result<void, Fault>> {
    const found = await this.#at(id);
    if (!found.ok) return found;
    const { folder } = found.value;
    const result = await this.#childFor(folder).open(found.value, signal);
    if (!result.ok) await this.#learnFrom(result.fault, folder);
    return result;
  }

  async unload(): Promise<void> {
    await Promise.all(this.#children.map((child) => child.unload()));
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
    await Promise.all([...this.#children.map((child) => child.dispose()), this.#frames?.dispose()]);
    this.#listeners.clear();
    this.#stopWatching();
  }

  async #run(request: GenerationRequest, context: RunContext, onBegun: () => void): Promise<Result<GenerationResult, Fault>> {
    const found = await this.#at(request.model);
    if (!found.ok) return found;
    const { folder } = found.value;
    const result = await this.#childFor(folder).run(found.value, { request, files: this.#filesOf(request) }, context, onBegun);
    if (!result.ok) await this.#learnFrom(result.fault, folder);
    return result;
  }

  #filesOf({ loras = [] }: GenerationRequest): Map<Sha256, string> {
    const files = new Map<Sha256, string>();
    for (const asset of loras.flatMap(filesOfLora)) {
      const file = this.#options.media?.pathOf(asset);
      if (file !== undefined) files.set(asset, file);
    }
    return files;
  }

  /** How a process for a model is started. */
  async #at(id: string | undefined): Promise<Result<ChildOptions, Fault>> {
    const [model, { provider }] = await Promise.all([this.#model(id), this.#provider()]);
    if (!model) return fail({ reason: 'model-not-found', facts: { model: id ?? 'Kinora Mini' } });
    const { silenceMs = 600_000, graceMs = 300, log } = this.#options;
    return ok({ provider, folder: model.folder, version: RUNTIME_VERSION, silenceMs, graceMs, log });
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
  #childFor(folder: string): WarmChild {
    const least = Math.min(...this.#children.map(({ load }) => load));
    const free = this.#children.filter(({ load }) => load === least);
    return (free.find((child) => child.folder === folder) ?? free.find((child) => child.folder === undefined) ?? free[0]) as WarmChild;
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
