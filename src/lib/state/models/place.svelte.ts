import type { Copied, FetchAsk, ModelFault, ModelOrigin, ModelPlace, ModelStanding, ModelsThere, ModelWork } from '#core/domain/models/model-place.ts';
import { explainInLine } from '#core/domain/words/explain.ts';
import type { CatalogueModel, ModelId } from '#core/schema/catalogue.ts';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import type { FetchPace } from '#core/domain/models/fetch-pace.ts';
import type { ShellState } from '../shell/shell.svelte.ts';
import { FetchCourse } from './fetch-course.svelte.ts';
import { PlaceUpdates } from './place-updates.svelte.ts';

const NOTHING: ModelsThere = { standings: [], work: [], faults: [], room: undefined };

/** The models of one place as a screen sees them, at this moment. What keeps an action from even beginning stands among the faults. */
export class PlaceState {
  #catalogue = $state.raw<readonly CatalogueModel[]>([]);
  #there = $state.raw<ModelsThere>(NOTHING);
  #isKnown = $state(false);
  #fault = $state.raw<Fault>();
  #refused = $state.raw<ModelFault>();
  readonly #faults = $derived(this.#refused ? [this.#refused, ...this.#there.faults.filter(({ id }) => id !== this.#refused?.id)] : this.#there.faults);
  /** Newer versions of what is there. */
  readonly updates: PlaceUpdates;
  readonly #place: ModelPlace;
  readonly #shell: Pick<ShellState, 'announce'>;
  readonly #course: FetchCourse;
  readonly #stop: () => void;
  /** What was asked for here by its name or address. */
  #added: ReadonlyMap<ModelId, { readonly origin: ModelOrigin; readonly ask: FetchAsk }> = new Map();
  #looking: Promise<void> | undefined;
  #isStale = false;
  /** What was begun here and not told of yet: it may be over before anybody looks. */
  #begun: readonly Pick<ModelWork, 'id' | 'kind'>[] = [];

  constructor(place: ModelPlace, shell: Pick<ShellState, 'announce'>) {
    this.#place = place;
    this.#shell = shell;
    this.updates = new PlaceUpdates(place, shell);
    this.#course = new FetchCourse((text) => shell.announce(text), (id) => this.#nameOf(id));
    this.#stop = place.watch(() => void this.look());
    void this.look();
  }

  get where(): ModelPlace['where'] {
    return this.#place.where;
  }

  /** Kinds of origin that `add` takes. */
  get takes(): ModelPlace['takes'] {
    return this.#place.takes;
  }

  /** Whether it has answered before. */
  get isKnown(): boolean {
    return this.#isKnown;
  }

  /** Why it does not answer; undefined while it does. */
  get fault(): Fault | undefined {
    return this.#fault;
  }

  /** The models that can be fetched there. */
  get catalogue(): readonly CatalogueModel[] {
    return this.#catalogue;
  }

  get standings(): readonly ModelStanding[] {
    return this.#there.standings;
  }

  get work(): readonly ModelWork[] {
    return this.#there.work;
  }

  /** How fast the work with a model goes; undefined where none is done. */
  paceOf(id: ModelId): FetchPace | undefined {
    return this.#course.of(id);
  }

  /** How work with models ended last, where it went wrong. */
  get faults(): readonly ModelFault[] {
    return this.#faults;
  }

  /** Bytes that are free there; undefined where nobody knows. */
  get room(): number | undefined {
    return this.#there.room;
  }

  /** Looks again. What is asked for while it looks is looked for once more afterwards. */
  look(): Promise<void> {
    this.#isStale = this.#looking !== undefined;
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined;
      if (this.#isStale) void this.look();
    });
    return this.#looking;
  }

  fetch(id: ModelId, ask: FetchAsk = {}): Promise<void> {
    return this.#begin(id, 'fetch', () => this.#place.fetch(id, ask));
  }

  /** Fetches the newer version of a model, or goes on with it. */
  update(id: ModelId, ask: Pick<FetchAsk, 'accepts'> = {}): Promise<void> {
    return this.#begin(id, 'fetch', async () => {
      await this.#place.update(id, ask);
      this.updates.forget(id);
    });
  }

  pause(id: ModelId): Promise<void> {
    return this.#do(id, () => this.#place.pause(id), 'Fetching is halted. What is here stays.');
  }

  verify(id: ModelId): Promise<void> {
    return this.#begin(id, 'verify', () => this.#place.verify(id));
  }

  remove(id: ModelId): Promise<void> {
    return this.#do(id, () => this.#place.remove(id), 'The model is deleted.');
  }

  /** Forgets what went wrong with a model of which nothing came. */
  dismiss(id: ModelId): Promise<void> {
    return this.#do(id, () => this.#place.remove(id), 'It is off the list.');
  }

  /** Whether a model of which nothing came can be asked for once more as it was. */
  canAddAgain(id: ModelId): boolean {
    return this.#added.has(id);
  }

  addAgain(id: ModelId): Promise<void> {
    return this.#begin(id, 'fetch', async () => {
      const added = this.#added.get(id);
      if (added) await this.#place.add(added.origin, added.ask);
    });
  }

  /** Takes a model of a person's own; answers why it could not, also `cancelled`. Files of this machine are copied before it answers. */
  async add(origin: ModelOrigin, ask: FetchAsk, onCopied?: Copied): Promise<Fault | undefined> {
    const fault = await this.#faultOf(async () => {
      const id = await this.#place.add(origin, ask, onCopied);
      if (origin.kind !== 'files') this.#added = new Map([...this.#added, [id, { origin, ask }]]);
    });
    if (!fault && origin.kind === 'files') this.#shell.announce('The model is here, and verified.');
    if (fault?.reason === 'cancelled') this.#shell.announce('It was left. Nothing of it is kept.');
    await this.look();
    return fault;
  }

  dispose(): void {
    this.#stop();
    this.#course.dispose();
  }

  #nameOf(id: ModelId): string {
    return this.#catalogue.find((entry) => entry.id === id)?.name ?? this.standings.find(({ model }) => model.id === id)?.model.name ?? id;
  }

  #begin(id: ModelId, kind: ModelWork['kind'], work: () => Promise<unknown>): Promise<void> {
    return this.#do(id, async () => {
      await work();
      this.#begun = [...this.#begun, { id, kind }];
    });
  }

  async #do(id: ModelId, work: () => Promise<unknown>, said?: string): Promise<void> {
    this.#refused = undefined;
    const fault = await this.#faultOf(work);
    if (fault) this.#refused = { id, fault };
    if (fault) this.#shell.announce(explainInLine(fault), { assertive: true });
    else if (said !== undefined) this.#shell.announce(said);
    await this.look();
  }

  async #faultOf(work: () => Promise<unknown>): Promise<Fault | undefined> {
    try {
      await work();
      return undefined;
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      return error.fault;
    }
  }

  async #look(): Promise<void> {
    const begun = this.#begun;
    try {
      const [there, catalogue] = await Promise.all([this.#place.look(), this.#catalogue.length > 0 ? this.#catalogue : this.#place.catalogue()]);
      const before = [...begun, ...this.#there.work.filter(({ id }) => !begun.some((work) => work.id === id))];
      if (this.#isKnown) this.#tellWhatEnded(before, there);
      this.#begun = this.#begun.filter((work) => !begun.includes(work));
      this.#there = there;
      this.#catalogue = catalogue;
      this.#course.see(there.work);
      this.#isKnown = true;
      this.#fault = undefined;
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      this.#fault = error.fault;
      this.#course.lose();
    }
  }

  /** Says what has come to its end since it was looked at last. */
  #tellWhatEnded(before: readonly Pick<ModelWork, 'id' | 'kind'>[], now: ModelsThere): void {
    for (const { id, kind } of before) {
      if (now.work.some((work) => work.id === id)) continue;
      const fault = now.faults.find((each) => each.id === id)?.fault;
      const standing = now.standings.find(({ model }) => model.id === id);
      const wrong = fault ?? standing?.fault;
      if (wrong) this.#shell.announce(explainInLine(wrong), { assertive: true });
      // A newer version that is not all here was halted.
      else if (standing?.status === 'ready' && !(kind === 'fetch' && standing.coming)) this.#shell.announce(`${standing.model.name} is ${kind === 'fetch' ? 'here, and verified' : 'as it should be'}.`);
    }
  }
}
