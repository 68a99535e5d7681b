import { chooseFramesLane } from '#core/domain/generate/choose-frames-lane.ts';
import { chooseLane, type LaneChoice, readyModels } from '#core/domain/generate/choose-lane.ts';
import { expectedMs, learnPace, type Workload } from '#core/domain/queue/expected-time.ts';
import type { ModelFacts } from '#core/domain/generate/model-facts.ts';
import type { EngineOffer, ModelOffer } from '#core/schema/accelerator/offer.ts';
import type { FrameMode } from '#core/schema/frame-model.ts';
import type { LaneWish } from '#core/schema/lane-wish.ts';
import type { Mode } from '#core/schema/mode.ts';
import type { SettingsStore } from '#lib/storage/ports.ts';
import type { Settings } from '#lib/storage/records.ts';
import type { AcceleratorState } from './accelerator.svelte.ts';
import type { EngineState } from './engine.svelte.ts';
import type { GalleryState } from '../gallery/gallery.svelte.ts';
import type { KeptModels } from '../models/kept-models.svelte.ts';
import { makesClips } from './model-shapes.ts';

type Kept = Pick<Settings, 'where' | 'acceleratorModel'>;

interface Parts {
  readonly accelerator: AcceleratorState;
  readonly engine: EngineState;
  readonly gallery: GalleryState;
  readonly settings: SettingsStore;
  /** The models of this browser beside its own; none where absent. */
  readonly kept?: Pick<KeptModels, 'all'>;
}

/** Where the next jobs go and with which model, as a person wants it and as it can be. */
export class Lanes {
  #wish = $state<LaneWish>('auto');
  #model = $state('');
  readonly #parts: Parts;

  readonly #ready = $derived.by(() => readyModels(this.#parts.accelerator.offers));
  readonly #others = $derived.by(() => this.#ready.map(({ model }) => model).filter(({ id }) => id !== this.#parts.engine.manifest?.id));
  readonly #kept = $derived.by(() => (this.#parts.kept?.all ?? []).filter(({ id }) => id !== this.#parts.engine.manifest?.id));
  readonly #chosenThere = $derived.by(() => (this.#wish === 'browser' ? undefined : this.#others.find(({ id }) => id === this.#model)));
  readonly #chosenHere = $derived.by(() => (this.#wish === 'accelerator' && this.#chosenThere ? undefined : this.#kept.find(({ id }) => id === this.#model)));
  readonly #chosen = $derived<ModelFacts | undefined>(this.#chosenHere ?? this.#chosenThere);

  constructor(parts: Parts, initial: Kept) {
    this.#parts = parts;
    this.follow(initial);
  }

  /** Goes by settings that were made elsewhere. */
  follow({ where, acceleratorModel }: Kept): void {
    this.#wish = where;
    this.#model = acceleratorModel;
  }

  get wish(): LaneWish {
    return this.#wish;
  }
  set wish(where: LaneWish) {
    this.#wish = where;
    void this.#parts.settings.write({ where });
  }

  /** Whether there is anything to choose from. */
  get isChoice(): boolean {
    return this.#parts.accelerator.isPaired;
  }

  /** The models that only the accelerator has. */
  get others(): readonly ModelOffer[] {
    return this.#others;
  }

  /** The models of this browser beside its own. */
  get kept(): readonly ModelFacts[] {
    return this.#kept;
  }

  /** What the chosen model can do: the browser's own unless another was chosen; null until it is known. */
  get facts(): ModelFacts | null {
    return this.#chosen ?? this.#parts.engine.manifest;
  }

  /** The chosen model where it makes clips, else the browser's own: whoever chose a model for stills still makes films. */
  get forClips(): ModelFacts | null {
    return this.facts && makesClips(this.facts) ? this.facts : this.#parts.engine.manifest;
  }

  /** Whether the browser's own model is chosen, whose words are known. */
  get isOwn(): boolean {
    return this.#chosen === undefined;
  }

  /** Whether the browser's own model makes the clips of films now. */
  get isOwnForClips(): boolean {
    return this.forClips === this.#parts.engine.manifest;
  }

  /** The accelerator's model for a final of such a take: the chosen one, else one that only it has, else any. */
  finalModel(mode: Mode): ModelOffer | undefined {
    const able = (model: ModelOffer | undefined) => (model?.modes.includes(mode) ? model : undefined);
    return able(this.#chosenThere) ?? this.#others.find(able) ?? this.#ready.map(({ model }) => model).find(able);
  }

  /** Takes another model for the next jobs; the browser's own by its id. */
  chooseModel(id: string): void {
    const model = id === this.#parts.engine.manifest?.id ? '' : id;
    this.#model = model;
    void this.#parts.settings.write({ acceleratorModel: model });
    // What only the accelerator has cannot be made in the browser.
    if (model !== '' && this.#wish === 'browser' && !this.#chosenHere) this.wish = 'auto';
  }

  /** Where such a job goes now, and why. */
  choose(workload: Workload): LaneChoice {
    return this.#laneOf(workload, this.#chosenHere, this.#chosenThere?.id);
  }

  /** The same for a job of a film, also for its keyframes, which are asked for in the shape and steps of `forClips`. */
  chooseForFilm(workload: Workload): LaneChoice {
    return this.isOwnForClips ? this.#laneOf(workload, undefined, undefined) : this.choose(workload);
  }

  #laneOf(workload: Workload, here: ModelFacts | undefined, there: string | undefined): LaneChoice {
    const { accelerator, engine } = this.#parts;
    if (here?.modes.includes(workload.mode)) return { lane: 'browser', model: here.id, why: `${here.name} is in this browser.` };
    return chooseLane({
      ...{ wish: this.#wish, model: there, mode: workload.mode, own: engine.manifest },
      accelerator: { state: accelerator.standing, offers: accelerator.offers },
      hereMs: engine.expectedMs(workload),
      thereMs: (offer, model) => this.#thereMs(offer, model, workload),
    });
  }

  /** Where larger or more frames are made now, and why. The workload is of what will be made. */
  chooseForFrames(mode: FrameMode, workload: Workload): LaneChoice {
    const { accelerator, engine, gallery } = this.#parts;
    // Other work says nothing of how fast frames are worked on.
    const alike = gallery.takes.filter(({ recipe }) => recipe.mode === mode);
    const takes = (by: Pick<EngineOffer, 'provider'> & { readonly id: string }) => {
      const pace = learnPace(alike, by, mode);
      return pace && expectedMs(pace, workload);
    };
    return chooseFramesLane({
      ...{ wish: this.#wish, mode },
      accelerator: { state: accelerator.standing, offers: accelerator.offers },
      hereMs: engine.provider && takes({ id: 'browser', provider: engine.provider }),
      thereMs: takes,
    });
  }

  /** How long such a job will take on the accelerator, in milliseconds; null until one was made there with this model. */
  expectedThereMs(workload: Workload, id: string | undefined): number | null {
    const found = this.#ready.find(({ model }) => model.id === id);
    return found ? this.#thereMs(found.engine, found.model, workload) : null;
  }

  /** How long such a job will take where it goes, in milliseconds; null until one was made there. */
  expectedMs(workload: Workload, lane: LaneChoice['lane'], model: string | undefined): number | null {
    return lane === 'browser' ? this.#parts.engine.expectedMs(workload) : this.expectedThereMs(workload, model);
  }

  #thereMs(engine: EngineOffer, model: ModelOffer, workload: Workload): number | null {
    const alike = this.#parts.gallery.takes.filter(({ recipe }) => recipe.model.id === model.id);
    const pace = learnPace(alike, engine, workload.mode);
    return pace && expectedMs(pace, workload);
  }
}
