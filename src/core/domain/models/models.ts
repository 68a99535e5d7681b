import type { CatalogueModel, HubSource, ModelId } from '../../schema/catalogue.ts';
import { type Fault, FaultError } from '../../schema/fault.ts';
import type { KeptFile, KeptModel } from '../../schema/kept-model.ts';
import type { CancelSignal } from '../generate/engine.ts';
import { fetchModel } from './fetch-model.ts';
import { fetchParts } from './fetch-parts.ts';
import { holdingModel } from './hold-model.ts';
import { fileAddress, HUB, type HubListing } from './hub.ts';
import { accept, mayUse, mustBeAllowed, UNKNOWN_LICENCE } from './licence-rule.ts';
import { judged } from './model-fitness.ts';
import type { ModelStanding } from './model-place.ts';
import { ModelUpdates } from './model-updates.ts';
import type { FetchWish, ModelsParts } from './models-parts.ts';
import { planModel, planRepository, variantOf } from './plan-model.ts';
import { verifyFile } from './verify-file.ts';

export interface VerifyWish {
  readonly signal?: CancelSignal | undefined;
  /** Hears how many bytes were read since it was last told. */
  readonly onRead?: ((bytes: number) => void) | undefined;
}

async function* watched(bytes: AsyncIterable<Uint8Array>, { signal, onRead }: VerifyWish): AsyncIterable<Uint8Array> {
  for await (const chunk of bytes) {
    if (signal?.aborted) throw new FaultError('cancelled');
    onRead?.(chunk.length);
    yield chunk;
  }
}

/** Models on this machine: fetched, verified, removed. One process at a time has a model in hand. */
export class Models<Signal extends CancelSignal> {
  readonly #parts: ModelsParts<Signal>;
  /** Newer versions of what is here. */
  readonly updates: ModelUpdates<Signal>;

  constructor(parts: ModelsParts<Signal>) {
    this.#parts = parts;
    this.updates = new ModelUpdates({ ...parts, plan: (kept, signal) => this.#planAnew(kept, signal) });
  }

  get catalogue(): readonly CatalogueModel[] {
    return this.#parts.catalogue;
  }

  async list(): Promise<readonly ModelStanding[]> {
    return Promise.all((await this.#parts.shelf.list()).map((model) => this.#standing(model)));
  }

  async standing(id: ModelId): Promise<ModelStanding | undefined> {
    const model = await this.#parts.shelf.get(id);
    return model && this.#standing(model);
  }

  /** Throws FaultError where a fetch could not even begin, without asking anybody: `model-not-found`, `option-invalid`, `model-licence-not-accepted`. */
  async mayFetch(id: ModelId, { variant, accepts = false }: Pick<FetchWish<Signal>, 'variant' | 'accepts'>): Promise<void> {
    const kept = await this.#parts.shelf.get(id);
    const { name, licence } = kept ?? this.#entry(id);
    if (!accepts) mustBeAllowed({ name, licence, ...(kept?.accepted && { accepted: kept.accepted }) });
    if (variant !== undefined && variant !== kept?.variant) variantOf(this.#entry(id), variant);
  }

  /**
   * Throws FaultError where a repository cannot be taken under this name: `option-invalid` where it is another model's,
   * `model-licence-not-accepted`, as nobody here knows what its makers ask for.
   */
  async mayAdd(id: ModelId, source: HubSource, accepts: boolean): Promise<void> {
    const kept = await this.#parts.shelf.get(id);
    const isSame = kept?.source?.repository === source.repository && kept.source.revision === source.revision;
    if (kept ? !isSame : this.#parts.catalogue.some((entry) => entry.id === id)) {
      throw new FaultError('option-invalid', { option: '--name', given: id, allowed: 'a name that no model here has' });
    }
    const accepted = accepts ? accept(UNKNOWN_LICENCE, Date.now()) : kept?.accepted;
    mustBeAllowed({ name: id, licence: kept?.licence ?? UNKNOWN_LICENCE, ...(accepted && { accepted }) });
  }

  /** Takes a repository of the hub that a person names, and fetches it; one that is here already is gone on with. Throws as `mayAdd` and `fetch` do. */
  async add(id: ModelId, source: HubSource, wish: FetchWish<Signal>): Promise<KeptModel> {
    await this.mayAdd(id, source, wish.accepts ?? false);
    await holdingModel(this.#parts.shelf, id, async () => {
      const { shelf, hub, address = HUB } = this.#parts;
      if (await shelf.get(id)) return;
      const planned = await planRepository(id, source, (each) => hub.list(each, wish.signal), { hub: address, now: Date.now() });
      await shelf.put({ ...planned, accepted: accept(planned.licence, Date.now()) });
    });
    return this.fetch(id, wish);
  }

  /**
   * Fetches what is missing of a model; what is here is not fetched again. Throws FaultError: `model-not-found` for a
   * model that is in no list, `model-licence-not-accepted`, what planning and fetching throw, and `model-unfit` for one
   * that is here and that nothing can use.
   */
  fetch(id: ModelId, { variant, accepts = false, signal, onProgress }: FetchWish<Signal>): Promise<KeptModel> {
    return holdingModel(this.#parts.shelf, id, async () => {
      const { shelf } = this.#parts;
      await this.updates.finish(id);
      const kept = await shelf.get(id);
      const isOther = kept && variant !== undefined && kept.variant !== variant;
      // Asked before the hub is: nothing goes out for a model that nobody may use yet.
      const licence = kept?.licence ?? this.#entry(id).licence;
      const accepted = accepts ? accept(licence, Date.now()) : kept?.accepted;
      mustBeAllowed({ name: kept?.name ?? this.#entry(id).name, licence, ...(accepted && { accepted }) });
      const { unfit: _old, ...planned } = kept && !isOther ? this.#rebased(kept) : await this.#plan(id, variant, signal);
      const model: KeptModel = { ...planned, paused: false, ...(accepted && { accepted }) };
      if (isOther) {
        await shelf.next.remove(id);
        await this.#dropOthers(kept, model);
      }
      await shelf.put(model);
      const parts = { ...fetchParts(this.#parts, shelf, signal), foresee: (seen: KeptModel) => this.#foresee(seen) };
      return this.#judged(await fetchModel(model, parts, { signal, onProgress }));
    });
  }

  /** Writes down that a person has halted a model, so that nothing begins it again by itself. Who fetches it is stopped by its signal. */
  pause(id: ModelId): Promise<void> {
    return holdingModel(this.#parts.shelf, id, async () => {
      const model = await this.#known(id);
      if (!(await this.updates.pause(id))) await this.#parts.shelf.put({ ...model, paused: true });
    });
  }

  /** Reads every file of a model again. What is not as it should be is deleted, and answered by name, as is what keeps a whole model from being used. Throws FaultError `cancelled` after the signal. */
  verify(id: ModelId, { signal, onRead }: VerifyWish = {}): Promise<readonly { readonly path: string; readonly fault?: Fault }[]> {
    return holdingModel(this.#parts.shelf, id, async () => {
      const { shelf } = this.#parts;
      const model = await this.#known(id);
      const found: { path: string; fault?: Fault }[] = [];
      const files: KeptFile[] = [];
      for (const file of model.files) {
        const { path } = file;
        const fault = await this.#faultOf(id, file, { signal, onRead });
        if (signal?.aborted) throw new FaultError('cancelled');
        if (fault && fault.reason !== 'model-file-missing') await shelf.drop(id, path);
        found.push({ path, ...(fault && { fault }) });
        const { fault: _old, ...plain } = file;
        files.push(fault ? { ...plain, fault } : plain);
      }
      const looked: KeptModel = { ...model, files };
      if (found.some(({ fault }) => fault)) await shelf.put(looked);
      else {
        const { unfit } = await this.#kept(looked);
        if (unfit) found.push({ path: String(unfit.facts['file'] ?? id), fault: unfit });
      }
      return found;
    });
  }

  remove(id: ModelId): Promise<void> {
    return holdingModel(this.#parts.shelf, id, async () => {
      const { shelf } = this.#parts;
      await this.#known(id);
      await shelf.next.remove(id);
      await shelf.remove(id);
    });
  }

  async #faultOf(id: ModelId, file: KeptFile, wish: VerifyWish): Promise<Fault | undefined> {
    const { shelf, hash } = this.#parts;
    const bytes = await shelf.bytesOf(id, file.path);
    if (bytes === undefined) return { reason: 'model-file-missing', facts: { file: file.path } };
    try {
      await verifyFile(file, bytes, (span) => (span ? shelf.read(id, file.path, span) : watched(shelf.read(id, file.path), wish)), hash);
      return undefined;
    } catch (error) {
      if (error instanceof FaultError) return error.fault;
      throw error;
    }
  }

  async #standing(model: KeptModel): Promise<ModelStanding> {
    const { shelf } = this.#parts;
    let done = 0;
    let total = 0;
    let isWhole = mayUse(model);
    for (const { path, bytes, sha256 } of model.files) {
      const whole = sha256 === undefined ? undefined : await shelf.bytesOf(model.id, path);
      const isHere = whole !== undefined && whole === bytes;
      isWhole &&= isHere;
      done += isHere ? whole : await shelf.partBytes(model.id, path);
      total += bytes ?? 0;
    }
    const fault = model.unfit ?? (isWhole ? undefined : model.files.find((file) => file.fault)?.fault);
    const status = model.unfit ? 'unfit' : isWhole ? 'ready' : fault ? 'failed' : model.paused ? 'paused' : 'incomplete';
    const coming = await this.updates.coming(model);
    return { model, status, done, total, ...(fault && { fault }), ...(coming && { coming }) };
  }

  /** Throws FaultError `model-unfit` for a model whose weights are not worth fetching, as its descriptions and the names of its files tell. */
  async #foresee(model: KeptModel): Promise<void> {
    // Of files whose length nobody has said it is not known whether they are there.
    if (model.files.some(({ bytes }) => bytes === undefined)) return;
    const { shelf, judge } = this.#parts;
    const { unfit } = await judge(model, shelf);
    if (!unfit) return;
    await shelf.put({ ...model, unfit });
    throw new FaultError(unfit.reason, unfit.facts);
  }

  /** Writes down of a whole model what it is, and whether it can be used. */
  async #kept(model: KeptModel): Promise<KeptModel> {
    const { shelf, judge } = this.#parts;
    const known = await judged(model, shelf, judge);
    await shelf.put(known);
    return known;
  }

  /** The same; throws FaultError `model-unfit` where nothing can use it. */
  async #judged(model: KeptModel): Promise<KeptModel> {
    const known = await this.#kept(model);
    if (known.unfit) throw new FaultError(known.unfit.reason, known.unfit.facts);
    return known;
  }

  async #known(id: ModelId): Promise<KeptModel> {
    const model = await this.#parts.shelf.get(id);
    if (!model) throw new FaultError('model-not-found', { model: id });
    return model;
  }

  #entry(id: ModelId): CatalogueModel {
    const entry = this.#parts.catalogue.find((each) => each.id === id);
    if (!entry) throw new FaultError('model-not-found', { model: id });
    return entry;
  }

  async #plan(id: ModelId, variant: string | undefined, signal: Signal): Promise<KeptModel> {
    const { hub, address = HUB } = this.#parts;
    const asked = new Map<string, Promise<HubListing>>();
    const list = (source: HubSource) => {
      const key = `${source.repository}@${source.revision}`;
      const answer = asked.get(key) ?? hub.list(source, signal);
      asked.set(key, answer);
      return answer;
    };
    return planModel(this.#entry(id), variant, list, { hub: address, now: Date.now() });
  }

  async #planAnew(kept: KeptModel, signal: Signal): Promise<KeptModel> {
    const { hub, address = HUB, catalogue } = this.#parts;
    const { id, variant, source } = kept;
    if (variant !== undefined && catalogue.some((entry) => entry.id === id)) return this.#plan(id, variant, signal);
    if (!source) throw new FaultError('model-not-found', { model: id });
    const planned = await planRepository(id, source, (each) => hub.list(each, signal), { hub: address, now: Date.now() });
    return { ...planned, name: kept.name, licence: kept.licence, ...(kept.purpose && { purpose: kept.purpose }) };
  }

  /** The same files at the address that is asked now: a hub and its mirrors have one order. */
  #rebased(model: KeptModel): KeptModel {
    const { address = HUB } = this.#parts;
    if (!model.source) return model;
    const files = model.files.map((file): KeptFile => {
      const [, repository, revision, path] = /\/([^/]+\/[^/]+)\/resolve\/([0-9a-f]{40})\/(.+)$/.exec(file.url ?? '') ?? [];
      if (!repository || !revision || !path) return file;
      return { ...file, url: fileAddress({ repository, revision }, decodeURIComponent(path), address) };
    });
    return { ...model, files };
  }

  /** Another variant takes the place of the one that is here: files that both have stay. */
  async #dropOthers(before: KeptModel, now: KeptModel): Promise<void> {
    for (const { path } of before.files) {
      if (now.files.some((file) => file.path === path)) continue;
      await this.#parts.shelf.dropPart(before.id, path);
      await this.#parts.shelf.drop(before.id, path);
    }
  }
}
