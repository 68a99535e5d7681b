import { nearest } from '#core/domain/takes/meaning.ts';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import type { TakeId } from '#core/schema/ids.ts';
import type { Take } from '#core/schema/take.ts';
import type { EitherMeaning } from '#lib/engine/assist/either-assist.ts';
import { type AnyModel, isSamePlace, nameOf } from '#lib/engine/assist/model-there.ts';
import { lead } from '#lib/queue/lead.ts';
import type { MeaningStore } from '#lib/storage/meaning-store.ts';
import type { BlobStore } from '#lib/storage/ports.ts';
import type { JobsState } from '../queue/jobs.svelte.ts';
import { idle } from '../shell/idle.ts';
import type { GalleryState } from './gallery.svelte.ts';

interface Parts {
  readonly gallery: Pick<GalleryState, 'takes' | 'whenLoaded'>;
  readonly blobs: Pick<BlobStore, 'get'>;
  readonly engine: Pick<EitherMeaning, 'find' | 'ofText' | 'ofPicture' | 'dispose'>;
  readonly store: MeaningStore;
  readonly jobs: Pick<JobsState, 'running'>;
  /** The name under which the tabs agree which of them looks at pictures. */
  readonly scope: string;
  /** How long words have to rest, how long is waited between two pictures, and before the shelf is looked at again. Milliseconds. */
  readonly calm?: { readonly words: number; readonly between: number; readonly again: number };
}

const CALM = { words: 350, between: 200, again: 20_000 };

/** Search of the gallery by what pictures show: placed one by one while nothing else is to do, and found by words. */
export class MeaningSearch {
  #model = $state.raw<AnyModel>();
  #meanings = $state.raw<ReadonlyMap<TakeId, Float32Array>>(new Map());
  #near = $state.raw<readonly TakeId[]>([]);
  #fault = $state.raw<Fault>();
  readonly #parts: Parts;
  readonly #closed = new AbortController();
  /** Takes whose picture cannot be placed. */
  readonly #passed = new Set<TakeId>();
  #turn = 0;
  readonly #known = $derived.by(() => this.#parts.gallery.takes.filter(({ id }) => this.#meanings.has(id)).length);

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** The model by which it is searched, and where it works if not here; undefined where there is none. */
  get model(): string | undefined {
    return this.#model && nameOf(this.#model);
  }

  /** How many takes can be found by it. */
  get known(): number {
    return this.#known;
  }

  /** Takes that lie near to the last words, the nearest first. */
  get near(): readonly TakeId[] {
    return this.#near;
  }

  /** Why the last words could not be placed. */
  get fault(): Fault | undefined {
    return this.#fault;
  }

  /** Looks what is there, and reads what was placed before. */
  async look(): Promise<void> {
    const model = await this.#parts.engine.find();
    const isOther = !isSamePlace(model, this.#model);
    try {
      this.#meanings = model ? await this.#parts.store.all(spaceOf(model)) : new Map();
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      this.#meanings = new Map();
    }
    if (!isOther) return;
    this.#passed.clear();
    this.#near = [];
    this.#model = model;
  }

  /** Finds what lies near to these words, once they rest; nothing for none. */
  async ask(words: string): Promise<void> {
    const turn = ++this.#turn;
    const text = words.trim().slice(0, 500);
    if (text === '' || !this.#model) {
      [this.#near, this.#fault] = [[], undefined];
      return;
    }
    await pause((this.#parts.calm ?? CALM).words, this.#closed.signal);
    if (turn !== this.#turn || this.#closed.signal.aborted || !this.#model) return;
    const placed = await this.#parts.engine.ofText(this.#model, text);
    // Other words came, or none.
    if (turn !== this.#turn) return;
    this.#fault = placed.ok ? undefined : placed.fault;
    this.#near = placed.ok ? nearest(placed.value, this.#meanings) : [];
  }

  /** Places what nobody has placed yet, in one of the tabs, as long as the page lives. */
  async begin(): Promise<void> {
    await this.#parts.gallery.whenLoaded;
    await this.look();
    await lead(`${this.#parts.scope}-meaning`, (signal) => this.#background(signal), this.#closed.signal);
  }

  dispose(): void {
    this.#closed.abort();
    this.#parts.engine.dispose();
    void this.#parts.store.close();
  }

  async #background(signal: AbortSignal): Promise<void> {
    const { between, again } = this.#parts.calm ?? CALM;
    let tidied: string | undefined;
    while (!signal.aborted) {
      await idle(5_000);
      if (!isSamePlace(await this.#parts.engine.find(), this.#model)) await this.look();
      if (this.#model && tidied !== spaceOf(this.#model)) {
        tidied = spaceOf(this.#model);
        await this.#tidy(this.#model);
      }
      // What is generated has the machine to itself.
      const next = this.#parts.jobs.running || !this.#model || signal.aborted ? undefined : this.#parts.gallery.takes.find(({ id }) => !this.#meanings.has(id) && !this.#passed.has(id));
      if (next && this.#model) await this.#place(next, this.#model);
      await pause(next ? between : again, signal);
    }
  }

  async #place(take: Take, model: AnyModel): Promise<void> {
    const picture = await this.#parts.blobs.get(take.poster.sha256, take.poster.type).catch(() => undefined);
    const placed = picture && (await this.#parts.engine.ofPicture(model, picture));
    if (!isSamePlace(this.#model, model) || this.#closed.signal.aborted) return;
    if (!placed?.ok) {
      this.#passed.add(take.id);
      return;
    }
    this.#meanings = new Map(this.#meanings).set(take.id, placed.value);
    try {
      await this.#parts.store.put(spaceOf(model), take.id, placed.value);
    } catch (error) {
      // A full disk: it is known as long as this tab lives.
      if (!(error instanceof FaultError)) throw error;
    }
  }

  async #tidy(model: AnyModel): Promise<void> {
    try {
      await this.#parts.store.keepOnly(spaceOf(model), new Set(this.#parts.gallery.takes.map(({ id }) => id)));
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
    }
  }
}

/** Where pictures lie is told by the model's files, wherever it runs: another version puts them elsewhere. */
const spaceOf = ({ id, version }: AnyModel): string => `${id}-${version}`;

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
}
