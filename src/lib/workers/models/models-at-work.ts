import { refuseFileName } from '#core/domain/models/file-names.ts';
import { accept, mayUse, mustBeAllowed, UNKNOWN_LICENCE } from '#core/domain/models/licence-rule.ts';
import type { FetchAsk, ModelStanding, ModelsThere, ModelWork } from '#core/domain/models/model-place.ts';
import type { JudgeModel } from '#core/domain/models/model-fitness.ts';
import { ModelWorks, type UnderWay } from '#core/domain/models/model-works.ts';
import type { Models } from '#core/domain/models/models.ts';
import { addOwnFiles, nameFor } from '#core/domain/models/own-files.ts';
import { unsafe } from '#core/domain/models/unsafe-file.ts';
import { judgeModel } from '#core/pipelines/fitness/judge-model.ts';
import type { CatalogueModel, HubSource, ModelId } from '#core/schema/catalogue.ts';
import { FaultError } from '#core/schema/fault.ts';
import type { ModelUpdate } from '#core/schema/model-update.ts';
import { KeptFile } from '#core/schema/kept-model.ts';
import { ModelChannel, type ModelNews } from '#lib/storage/model-news.ts';
import type { OpfsModelShelf } from '#lib/storage/opfs-model-shelf.ts';
import { CopyCourse, type ToldOfCopying } from './copy-course.ts';
import { type Handed, ownFilesIn, statedIn } from './handed-files.ts';
import { pageHash } from './page-hash.ts';

/** Others are told at most once in so many milliseconds. */
const TELL_MS = 250;
/** So long, and so often, somebody else is waited for who was asked to leave a model. Milliseconds. */
const [LEAVE_TRIES, LEAVE_MS] = [60, 100];
/** So long the hub may take to say what it has. Milliseconds. */
const LOOK_MS = 60_000;
/** A model that was let go of when it was asked for is not taken up again for so long. Milliseconds. */
export const LEFT_MS = 1_500;

interface Parts {
  readonly shelf: OpfsModelShelf;
  readonly models: Models<AbortSignal>;
  readonly folder?: string | undefined;
}

/** The models of this browser, worked on in the background. Several tabs see the same; each works on what it was asked for. */
export class ModelsAtWork {
  readonly #parts: Parts;
  readonly #tab = crypto.randomUUID();
  readonly #works: ModelWorks<AbortSignal>;
  readonly #elsewhere = new Map<string, readonly ModelWork[]>();
  /** When somebody last asked for it to be left, in milliseconds of this tab. */
  readonly #leftAt = new Map<ModelId, number>();
  readonly #channel: ModelChannel;
  /** Hears that something has changed, here or in another tab. */
  onChange: () => void = () => {};
  #standings: Promise<readonly ModelStanding[]> | undefined;
  #telling: ReturnType<typeof setTimeout> | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#works = new ModelWorks({
      newAbort: () => new AbortController(),
      changed: () => this.#tell(),
      ended: () => this.#changed(),
      broke: (error) => reportError(error),
    });
    this.#channel = new ModelChannel((news) => this.#hear(news), parts.folder);
  }

  get catalogue(): readonly CatalogueModel[] {
    return this.#parts.models.catalogue;
  }

  /** Whether somebody has just asked for it to be left: they are about to say what becomes of it. */
  isLeft(id: ModelId): boolean {
    return performance.now() - (this.#leftAt.get(id) ?? -Infinity) < LEFT_MS;
  }

  standings(): Promise<readonly ModelStanding[]> {
    const read = (this.#standings ??= this.#parts.models.list());
    read.catch(() => (this.#standings = undefined));
    return read;
  }

  async look(): Promise<ModelsThere> {
    const [standings, elsewhere, room] = await Promise.all([this.standings(), this.#worksElsewhere(), this.#parts.shelf.room()]);
    const work = [...this.#works.all, ...elsewhere.filter(({ id }) => !this.#works.kindOf(id))];
    return {
      // What is being written is read from who writes it, and not from the disk each time.
      standings: standings.map((standing) => {
        const under = work.find(({ id, kind }) => kind === 'fetch' && id === standing.model.id);
        return under ? { ...standing, done: Math.max(standing.done, under.done) } : standing;
      }),
      work,
      faults: this.#works.faults,
      room,
    };
  }

  async fetch(id: ModelId, { variant, accepts = false }: FetchAsk): Promise<void> {
    const { models } = this.#parts;
    await models.mayFetch(id, { variant, accepts });
    await this.#mustBeFree(id);
    this.#works.begin(id, 'fetch', (work) => models.fetch(id, { variant, accepts, ...this.#wish(work) }));
  }

  lookForUpdate(id: ModelId): Promise<ModelUpdate | undefined> {
    return this.#parts.models.updates.look(id, AbortSignal.timeout(LOOK_MS));
  }

  async update(id: ModelId, { accepts = false }: Pick<FetchAsk, 'accepts'>): Promise<void> {
    const { updates } = this.#parts.models;
    await updates.mayUpdate(id);
    await this.#mustBeFree(id);
    this.#works.begin(id, 'fetch', (work) => updates.update(id, { accepts, ...this.#wish(work) }));
  }

  async pause(id: ModelId): Promise<void> {
    const wasKnown = this.#works.kindOf(id) !== undefined;
    await this.#withoutOthers(id, async () => {
      // What was not even listed yet has nothing to be halted.
      if (!wasKnown || (await this.#parts.shelf.get(id))) await this.#parts.models.pause(id);
    });
  }

  async verify(id: ModelId): Promise<void> {
    const { models } = this.#parts;
    const standing = await models.standing(id);
    if (!standing) throw new FaultError('model-not-found', { model: id });
    await this.#mustBeFree(id);
    this.#works.begin(id, 'verify', async (work) => {
      work.total = standing.total;
      const onRead = (bytes: number) => {
        work.done += bytes;
        this.#tell();
      };
      await models.verify(id, { signal: work.signal, onRead });
    });
  }

  async remove(id: ModelId): Promise<void> {
    const wasKnown = this.#works.knows(id);
    await this.#withoutOthers(id, async () => {
      if (!wasKnown || (await this.#parts.shelf.get(id))) await this.#parts.models.remove(id);
    });
  }

  async addRepository(source: HubSource, { accepts = false }: FetchAsk): Promise<ModelId> {
    const { models } = this.#parts;
    const id = nameFor(source.repository);
    await models.mayAdd(id, source, accepts);
    await this.#mustBeFree(id);
    this.#works.begin(id, 'fetch', (work) => models.add(id, source, { accepts, ...this.#wish(work) }));
    return id;
  }

  async addAddress(url: string, { accepts = false }: FetchAsk): Promise<ModelId> {
    const { models, shelf } = this.#parts;
    const path = decodeURIComponent(URL.parse(url)?.pathname.split('/').at(-1) ?? '');
    const why = refuseFileName(path);
    if (why) throw unsafe(path || url, why);
    const file = KeptFile.safeParse({ path, url });
    if (!file.success || URL.parse(url)?.username) throw new FaultError('address-not-allowed', { address: url, allowed: 'http and https addresses without name and password' });
    const id = nameFor(path);
    const kept = await shelf.get(id);
    if (kept && (kept.source || kept.files[0]?.url !== url)) throw nameTaken(id);
    if (!kept) {
      if (this.catalogue.some((entry) => entry.id === id)) throw nameTaken(id);
      const now = Date.now();
      const model = { schema: 1 as const, id, name: id, licence: UNKNOWN_LICENCE, paused: false, addedAt: now, files: [file.data], ...(accepts && { accepted: accept(UNKNOWN_LICENCE, now) }) };
      mustBeAllowed(model);
      await this.#mustBeFree(id);
      await shelf.put(model);
    }
    this.#works.begin(id, 'fetch', (work) => models.fetch(id, { accepts, ...this.#wish(work) }));
    return id;
  }

  /** Takes in files of this machine; resolves once they lie on the shelf, verified. Throws FaultError `cancelled` where `told` says so. */
  async addFiles(name: string, handed: readonly Handed[], { accepts = false }: FetchAsk, told: ToldOfCopying): Promise<ModelId> {
    const id = nameFor(name);
    if (this.catalogue.some((entry) => entry.id === id)) throw nameTaken(id);
    const files = await ownFilesIn(name, handed);
    const course = new CopyCourse(files.reduce((sum, { bytes }) => sum + bytes, 0), told);
    const judge: JudgeModel = async (...model) => {
      await course.end();
      return judgeModel(...model);
    };
    await addOwnFiles(this.#parts.shelf, id, files, { accepts, hash: pageHash, judge, onCopied: (bytes) => course.copied(bytes), stated: await statedIn(files) });
    this.#changed();
    return id;
  }

  /** The models that were begun and not halted, and that this tab has not tried in vain. `again`: also those that the hub was away for. */
  async unfinished(again: boolean): Promise<readonly ModelId[]> {
    if (again) for (const { id, fault } of this.#works.faults) if (fault.reason === 'model-hub-away') this.#works.forgetFault(id);
    return (await this.standings()).filter((standing) => this.#isUnfinished(standing, again)).map(({ model }) => model.id);
  }

  /** Goes on with one of them, where it still is one. */
  async goOn(id: ModelId, again: boolean): Promise<void> {
    const standing = await this.#parts.models.standing(id);
    if (!standing || !this.#isUnfinished(standing, again) || this.isLeft(id)) return;
    const { models } = this.#parts;
    this.#works.begin(id, 'fetch', (work) => (standing.status === 'ready' || standing.status === 'unfit' ? models.updates.update(id, this.#wish(work)) : models.fetch(id, this.#wish(work))));
  }

  #isUnfinished({ model, status, fault, coming }: ModelStanding, again: boolean): boolean {
    const isOpen = status === 'incomplete' || ((status === 'ready' || status === 'unfit') && coming?.paused === false) || (again && status === 'failed' && fault?.reason === 'model-hub-away' && !model.paused);
    return isOpen && mayUse(model) && !this.#works.knows(model.id);
  }

  #wish(work: UnderWay<AbortSignal>) {
    return {
      signal: work.signal,
      onProgress: ({ done, total }: { readonly done: number; readonly total: number }) => {
        const isFirst = work.total === 0 && work.done === 0;
        Object.assign(work, { done, total });
        // It has just been written down what there is to fetch.
        if (isFirst) this.#changed();
        else this.#tell();
      },
    };
  }

  /** Throws FaultError `model-busy` where this tab or another has a model in hand. */
  async #mustBeFree(id: ModelId): Promise<void> {
    const release = this.#works.kindOf(id) ? undefined : await this.#parts.shelf.hold(id);
    if (!release) throw new FaultError('model-busy', { model: id });
    await release();
  }

  /** Does something with a model once whoever works on it, in whichever tab, has left off. */
  async #withoutOthers(id: ModelId, work: () => Promise<void>): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      this.#channel.tell({ kind: 'leave', id });
      await this.#leave(id);
      try {
        await work();
        this.#works.forgetFault(id);
        return this.#changed();
      } catch (error) {
        const isBusy = error instanceof FaultError && error.fault.reason === 'model-busy';
        if (!isBusy || attempt === LEAVE_TRIES) throw error;
        await new Promise((resolve) => setTimeout(resolve, LEAVE_MS));
      }
    }
  }

  async #leave(id: ModelId): Promise<void> {
    this.#leftAt.set(id, performance.now());
    await this.#works.leave(id);
  }

  /** What other tabs are doing, as far as they still live. */
  async #worksElsewhere(): Promise<readonly ModelWork[]> {
    if (this.#elsewhere.size === 0) return [];
    const { held = [] } = await navigator.locks.query();
    const names = new Set(held.map(({ name }) => name));
    return [...this.#elsewhere.values()].flat().filter(({ id }) => names.has(this.#parts.shelf.lockOf(id)));
  }

  #hear(news: ModelNews): void {
    if (news.kind === 'leave') return void this.#leave(news.id);
    if (news.kind === 'changed') this.#standings = undefined;
    else if (news.work.length > 0) this.#elsewhere.set(news.tab, news.work);
    else this.#elsewhere.delete(news.tab);
    this.onChange();
  }

  #changed(): void {
    this.#standings = undefined;
    this.#channel.tell({ kind: 'changed' });
    this.#tell();
    this.onChange();
  }

  #tell(): void {
    this.#telling ??= setTimeout(() => {
      this.#telling = undefined;
      this.#channel.tell({ kind: 'work', tab: this.#tab, work: [...this.#works.all] });
    }, TELL_MS);
  }
}

const nameTaken = (id: ModelId) => new FaultError('option-invalid', { option: '--name', given: id, allowed: 'a name that no model here has' });
