import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { mustBeAllowed } from '#core/domain/models/licence-rule.ts';
import type { FetchAsk, ModelsThere } from '#core/domain/models/model-place.ts';
import type { ModelShelf } from '#core/domain/models/model-shelf.ts';
import { ModelWorks, type UnderWay, type WorkEnd } from '#core/domain/models/model-works.ts';
import { nameFor } from '#core/domain/models/own-files.ts';
import type { CatalogueModel, HubSource, ModelId } from '#core/schema/catalogue.ts';
import { FaultError } from '#core/schema/fault.ts';
import type { ModelUpdate } from '#core/schema/model-update.ts';
import type { Sha256 } from '#core/schema/ids.ts';
import { Turns } from '../processes/turns.ts';
import type { ModelWishes, Wish } from './model-wishes.ts';
import type { NodeModels } from './node-models.ts';
import type { ModelDesk, ShelfFile } from './ports.ts';

export interface LocalModelsParts {
  readonly models: NodeModels;
  readonly shelf: ModelShelf;
  readonly wishes: ModelWishes;
  readonly log: Logger;
}

/** Models that are fetched at once, each with several files, and models that are verified at once. */
const FETCHES = 2;
const CHECKS = 1;
/** Listeners are told at most once in so many milliseconds. */
const TELL_MS = 250;
/** So long the hub may take to say what it has. Milliseconds. */
const LOOK_MS = 60_000;
/** So long is waited at the end for what is being written. Milliseconds. */
const CLOSE_MS = 2_000;

/** The models of this machine: fetched and verified in the background, and gone on with after this process was ended. */
export class LocalModels implements ModelDesk {
  readonly #parts: LocalModelsParts;
  readonly #works: ModelWorks<AbortSignal>;
  readonly #listeners = new Set<() => void>();
  readonly #fetches = new Turns(FETCHES);
  readonly #checks = new Turns(CHECKS);
  #telling: NodeJS.Timeout | undefined;

  constructor(parts: LocalModelsParts) {
    this.#parts = parts;
    this.#works = new ModelWorks({
      newAbort: () => new AbortController(),
      changed: () => this.#tell(),
      ended: (end) => this.#ended(end),
      broke: (error, model) => parts.log.error({ err: error, model }, 'work with a model broke off'),
    });
  }

  get catalogue(): readonly CatalogueModel[] {
    return this.#parts.models.catalogue;
  }

  /** Goes on with whatever was wished for before, and with what was being put in place when this process was ended. */
  resume(): void {
    const { models, wishes, log } = this.#parts;
    // Whatever is wished for does that itself.
    const wished = new Set(wishes.all.map(({ id }) => id));
    models.updates.finishAll(wished).then(
      () => this.#tell(),
      (error: unknown) => log.error({ err: error }, 'a newer version of a model could not be put in place'),
    );
    for (const wish of wishes.all) this.#begin(wish);
  }

  async look(): Promise<ModelsThere> {
    const { models, shelf } = this.#parts;
    const [standings, room] = await Promise.all([models.list(), shelf.room()]);
    return { standings, work: this.#works.all, faults: this.#works.faults, room };
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async fetch(id: ModelId, { variant, accepts = false }: FetchAsk): Promise<void> {
    const { models, shelf, wishes } = this.#parts;
    const before = wishes.all.find((wish) => wish.id === id);
    // A repository that could not even be listed is known by its wish alone.
    if (before?.source && !(await shelf.get(id))) return this.#wish(before);
    await models.mayFetch(id, { variant, accepts });
    this.#wish({ id, accepts, ...(variant !== undefined && { variant }) });
  }

  lookForUpdate(id: ModelId): Promise<ModelUpdate | undefined> {
    return this.#parts.models.updates.look(id, AbortSignal.timeout(LOOK_MS));
  }

  async update(id: ModelId, { accepts = false }: Pick<FetchAsk, 'accepts'>): Promise<void> {
    await this.#parts.models.updates.mayUpdate(id);
    this.#wish({ id, accepts, update: true });
  }

  async add(source: HubSource, { accepts = false }: Pick<FetchAsk, 'accepts'>): Promise<ModelId> {
    const id = nameFor(source.repository);
    await this.#parts.models.mayAdd(id, source, accepts);
    this.#wish({ id, source, accepts });
    return id;
  }

  async pause(id: ModelId): Promise<void> {
    const { models, shelf, wishes } = this.#parts;
    const kind = this.#works.kindOf(id);
    if (kind === 'verify') throw new FaultError('model-busy', { model: id });
    wishes.drop(id);
    await this.#stop(id);
    if (!kind || (await shelf.get(id))) await models.pause(id);
    this.#tell();
  }

  async verify(id: ModelId): Promise<void> {
    const { models } = this.#parts;
    const standing = await models.standing(id);
    if (!standing) throw new FaultError('model-not-found', { model: id });
    if (this.#works.kindOf(id)) throw new FaultError('model-busy', { model: id });
    this.#work(id, 'verify', async (work) => {
      work.total = standing.model.files.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0);
      const onRead = (bytes: number) => {
        work.done += bytes;
        this.#tell();
      };
      await models.verify(id, { signal: work.signal, onRead });
    });
  }

  async remove(id: ModelId): Promise<void> {
    const { models, shelf, wishes } = this.#parts;
    wishes.drop(id);
    const wasKnown = this.#works.knows(id);
    await this.#stop(id);
    if (!wasKnown || (await shelf.get(id))) await models.remove(id);
    this.#tell();
  }

  async file(id: ModelId, sha256: Sha256): Promise<ShelfFile | undefined> {
    const { shelf } = this.#parts;
    const model = await shelf.get(id);
    const file = model?.files.find((each) => each.sha256 === sha256);
    if (!model || !file) return undefined;
    mustBeAllowed(model);
    const bytes = await shelf.bytesOf(id, file.path);
    // Only what was verified has its own name; of another length it is not that any more.
    return bytes === undefined || bytes !== file.bytes ? undefined : { bytes, read: (span) => shelf.read(id, file.path, span) };
  }

  /** Lets go of what is under way; what was wished for stays. */
  async close(): Promise<void> {
    const left = this.#works.leaveAll();
    clearTimeout(this.#telling);
    this.#listeners.clear();
    // A hash that is being computed cannot be left; whoever comes next verifies again.
    await Promise.race([left, pause(CLOSE_MS, undefined, { ref: false })]);
  }

  /** Writes a wish down and begins it. One that is under way as it is wished for goes on. */
  #wish(wish: Wish): void {
    const { wishes } = this.#parts;
    const under = this.#works.kindOf(wish.id);
    if (under) {
      const before = wishes.all.find(({ id }) => id === wish.id);
      const isSame = under === 'fetch' && (wish.variant === undefined || wish.variant === before?.variant);
      if (isSame) return;
      throw new FaultError('model-busy', { model: wish.id });
    }
    wishes.add(wish);
    this.#begin(wish);
  }

  #begin({ id, variant, accepts, source, update }: Wish): void {
    const { models } = this.#parts;
    this.#work(id, 'fetch', async (work) => {
      const onProgress = ({ done, total }: { done: number; total: number }) => {
        Object.assign(work, { done, total });
        this.#tell();
      };
      const wish = { variant, accepts, signal: work.signal, onProgress };
      await (update ? models.updates.update(id, wish) : source ? models.add(id, source, wish) : models.fetch(id, wish));
    });
  }

  #work(id: ModelId, kind: WorkEnd['kind'], run: (work: UnderWay<AbortSignal>) => Promise<void>): void {
    const turns = kind === 'fetch' ? this.#fetches : this.#checks;
    this.#works.begin(id, kind, (work) => turns.take(work.signal, () => run(work)));
  }

  #ended({ id, kind, fault, isLeft }: WorkEnd): void {
    const { wishes, log } = this.#parts;
    if (!isLeft) {
      if (fault) log.warn({ model: id, reason: fault.reason }, `a model could not be ${kind === 'fetch' ? 'fetched' : 'verified'}`);
      else log.info({ model: id }, kind === 'fetch' ? 'a model is whole' : 'a model was verified');
      // A hub that is away may be back at the next start.
      if (kind === 'fetch' && fault?.reason !== 'model-hub-away') this.#forget(wishes, id);
    }
    this.#tell();
  }

  #forget(wishes: ModelWishes, id: ModelId): void {
    try {
      wishes.drop(id);
    } catch (error) {
      // It is asked for once more at the next start, and is there already.
      this.#parts.log.error({ err: error, model: id }, 'a wish for a model could not be taken back');
    }
  }

  async #stop(id: ModelId): Promise<void> {
    this.#works.forgetFault(id);
    await this.#works.leave(id);
  }

  #tell(): void {
    this.#telling ??= setTimeout(() => {
      this.#telling = undefined;
      for (const listener of this.#listeners) listener();
    }, TELL_MS).unref();
  }
}
