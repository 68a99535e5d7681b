import { loadPart } from '#core/domain/load-part.ts';
import type { LanguageModel } from '#core/domain/language/language-model.ts';
import type { LanguageServer } from '#core/schema/accelerator/language.ts';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import { fail, ok } from '#core/schema/result.ts';
import type { AcceleratorLink } from '#lib/engine/remote/ports.ts';
import type { SettingsStore } from '#lib/storage/ports.ts';
import type { Settings } from '#lib/storage/records.ts';

type Kept = Pick<Settings, 'languageModel'>;

/** Who writes: `first` of those that are there, nobody (`none`: Kinora's own rules do), or the model with this id. */
export type LanguageWish = 'first' | 'none' | (string & {});

/** A model and where it runs. */
export interface FoundModel extends LanguageModel {
  readonly server: string;
}

/** The language models on this browser's own shelf, loaded once somebody wants to know of them. */
export interface LanguageHere {
  models(): Promise<readonly LanguageModel[]>;
  dispose(): void;
}

/** The language models that can be reached now, and which of them writes. */
export class LanguageState {
  #beside = $state.raw<readonly FoundModel[]>([]);
  #here = $state.raw<readonly FoundModel[]>([]);
  #servers = $state.raw<readonly LanguageServer[]>([]);
  #fault = $state.raw<Fault>();
  #looking = $state(false);
  #wish = $state<LanguageWish>('first');
  #turn = 0;
  readonly #line: AcceleratorLink;
  readonly #settings: SettingsStore;
  readonly #unsubscribe: () => void;
  readonly #openHere: () => Promise<LanguageHere>;
  #writersHere: Promise<LanguageHere> | undefined;

  constructor(line: AcceleratorLink, settings: SettingsStore, initial: Kept, openHere: () => Promise<LanguageHere>) {
    this.#line = line;
    this.#openHere = openHere;
    this.#settings = settings;
    this.follow(initial);
    this.#unsubscribe = line.subscribe((event) => event.kind === 'state' && void this.look());
    if (line.state.kind === 'connected') void this.look();
  }

  /** Those beside the accelerator first: that machine is the stronger one. */
  get models(): readonly FoundModel[] {
    return [...this.#beside, ...this.#here];
  }

  /** Those on servers beside the accelerator. */
  get beside(): readonly FoundModel[] {
    return this.#beside;
  }

  /** Where the accelerator looked for some, and why there are none. */
  get servers(): readonly LanguageServer[] {
    return this.#servers;
  }

  /** Why it could not be asked. */
  get fault(): Fault | undefined {
    return this.#fault;
  }

  get isLooking(): boolean {
    return this.#looking;
  }

  get wish(): LanguageWish {
    return this.#wish;
  }

  set wish(languageModel: LanguageWish) {
    this.#wish = languageModel;
    void this.#settings.write({ languageModel });
  }

  /** The model that writes; undefined where there is none, or a person wants none. One that is gone is stood in for by none. */
  get model(): FoundModel | undefined {
    if (this.#wish === 'none') return undefined;
    return this.#wish === 'first' ? this.models[0] : this.models.find(({ id }) => id === this.#wish);
  }

  /** Shows what was changed elsewhere. */
  follow({ languageModel }: Kept): void {
    this.#wish = languageModel;
  }

  /** Looks anew at the shelf of this browser: whoever shows the writers asks for it, the first page does not. */
  async lookHere(): Promise<void> {
    try {
      this.#writersHere ??= this.#openHere();
      const here = await this.#writersHere.catch((error: unknown) => {
        this.#writersHere = undefined;
        throw error;
      });
      this.#here = (await here.models()).map(({ id, name, complete }) => ({ id, name, complete, server: 'this browser' }));
    } catch (error) {
      // Without a network its part may be missing, and private windows have no shelf: then the others write.
      if (!(error instanceof FaultError)) throw error;
    }
  }

  /** Looks anew what there is beside the accelerator. */
  async look(): Promise<void> {
    const turn = ++this.#turn;
    if (this.#line.state.kind !== 'connected') {
      [this.#beside, this.#servers, this.#fault, this.#looking] = [[], [], undefined, false];
      return;
    }
    this.#looking = true;
    const offer = await this.#offer();
    // It went, or was asked again, meanwhile.
    if (turn !== this.#turn) return;
    this.#looking = false;
    this.#fault = offer.ok ? undefined : offer.fault;
    this.#servers = offer.ok ? offer.value.servers : [];
    this.#beside = offer.ok ? offer.value.models : [];
  }

  /** What there is beside the accelerator, by a part that browsers without one never load. */
  async #offer() {
    try {
      const { AcceleratorLanguageModel, languageOffer } = await loadPart(() => import('#lib/engine/language/accelerator-models.ts'));
      const offer = await languageOffer(this.#line);
      return offer.ok ? ok({ servers: offer.value.servers, models: offer.value.models.map((model) => new AcceleratorLanguageModel(this.#line, model)) }) : offer;
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      return fail(error.fault);
    }
  }

  dispose(): void {
    this.#unsubscribe();
    void this.#writersHere?.then((here) => here.dispose(), () => {});
  }
}
