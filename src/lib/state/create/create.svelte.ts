import type { LaneChoice } from '#core/domain/generate/choose-lane.ts';
import type { Workload } from '#core/domain/queue/expected-time.ts';
import type { ModelFacts } from '#core/domain/generate/model-facts.ts';
import { modeFor } from '#core/domain/generate/mode-for.ts';
import type { PromptSpan } from '#core/domain/generate/prompt-span.ts';
import { snapShape } from '#core/domain/generate/snap.ts';
import type { Vocabulary } from '#core/domain/generate/vocabulary.ts';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import { BatchId, JobId } from '#core/schema/ids.ts';
import type { ModelManifest } from '#core/schema/manifest.ts';
import type { Mode } from '#core/schema/mode.ts';
import type { Adjustment } from '#core/schema/progress.ts';
import { GenerationRequest } from '#core/schema/request.ts';
import type { Crops, Focus, Take } from '#core/schema/take.ts';
import type { WordList } from '#core/schema/words.ts';
import type { Language } from '#lib/engine/browser/read-language.ts';
import type { Queue } from '#lib/queue/events.ts';
import type { BlobStore } from '#lib/storage/ports.ts';
import type { Draft } from '#lib/storage/records.ts';
import { findProblems, type Problem } from './create-problems.ts';
import type { DraftKeeper, DraftStanding } from './draft-keeper.svelte.ts';
import { BLANK, FormFields, randomSeed } from './form-fields.svelte.ts';
import type { Lanes } from '../engines/lanes.svelte.ts';
import { defaultsOf, type ShapePreset, shapesOf } from '../engines/model-shapes.ts';
import { type PictureInput, PictureSlot } from './picture-slot.svelte.ts';
import { PromptReading, type WordCounts } from './prompt-reading.svelte.ts';
import { fieldsOfTake } from './take-fields.ts';

/** The Create form: what is typed and given, what follows from it, and what stands in its way. */
export class CreateState extends FormFields {
  #manifest = $state.raw<ModelManifest | null>(null);
  readonly #lanes: Lanes | undefined;
  readonly #facts = $derived.by((): ModelFacts | null => this.#lanes?.facts ?? this.#manifest);
  readonly #first: PictureSlot;
  readonly #last: PictureSlot;

  readonly #mode = $derived(
    modeFor({
      prompt: this.fields.prompt,
      first: this.fields.from !== 'words',
      last: this.fields.from === 'between',
      still: this.fields.kind === 'still',
    }),
  );
  readonly #reading = new PromptReading({
    prompt: () => this.fields.prompt,
    isOwn: () => this.#lanes?.isOwn !== false,
    maxTokens: () => this.#manifest?.text.maxTokens,
  });
  readonly #blocking = $derived.by((): Problem[] => {
    const form = { ...this.fields, hasFirst: this.first !== null, hasLast: this.last !== null };
    return findProblems(form, this.#reading.words, this.#facts);
  });
  readonly #problems = $derived.by((): Problem[] => {
    const refused = (['first', 'last'] as const).flatMap((field): Problem[] => {
      const { fault } = field === 'first' ? this.#first : this.#last;
      return fault ? [{ field, fault }] : [];
    });
    return [...refused, ...this.#blocking.filter(({ field }) => !refused.some((problem) => problem.field === field))];
  });
  readonly #shapes = $derived(this.#facts ? shapesOf(this.#facts) : []);
  readonly #adjustments = $derived.by((): readonly Adjustment[] => {
    const numeric = this.#blocking.some(({ fault }) => fault.reason === 'option-invalid');
    if (!this.#facts || numeric) return [];
    return snapShape({ ...this.fields, mode: this.#mode }, this.#facts).adjustments;
  });

  readonly #queue: Queue;
  readonly #keeper: DraftKeeper;
  readonly #report: (fault: Fault) => void;

  /** `report` hears of faults that belong to no field. Without `lanes` all is made in this browser. */
  constructor(blobs: BlobStore, queue: Queue, keeper: DraftKeeper, report: (fault: Fault) => void, lanes?: Lanes) {
    super();
    this.#lanes = lanes;
    this.#report = report;
    this.#queue = queue;
    this.#keeper = keeper;
    this.#first = new PictureSlot(blobs, () => this.changed());
    this.#last = new PictureSlot(blobs, () => this.changed());
  }

  /** Takes up the draft where it was left. */
  async restore({ first, last, schema: _schema, ...fields }: Draft): Promise<void> {
    this.fill(fields);
    await Promise.all([first && this.#first.restore(first), last && this.#last.restore(last)]);
  }

  /** Learns what the model can do. On a first visit its defaults go into the form, where nobody was quicker. */
  meet(manifest: ModelManifest, firstVisit: boolean): void {
    this.#manifest = manifest;
    if (!firstVisit) return;
    const defaults = defaultsOf(manifest);
    const untouched = Object.entries(defaults).filter(([field]) => {
      const name = field as keyof typeof defaults;
      return this.fields[name] === BLANK[name];
    });
    this.fill(Object.fromEntries(untouched));
  }

  /** Learns which words the model knows. */
  learn(language: Language): void {
    this.#reading.learn(language);
  }

  get first(): PictureInput | null {
    return this.#first.picture;
  }

  get last(): PictureInput | null {
    return this.#last.picture;
  }

  /** The shapes that the model offers. */
  get shapes(): readonly ShapePreset[] {
    return this.#shapes;
  }

  /** The offered shape that is chosen; null for a size of one's own. */
  get shape(): ShapePreset | null {
    return this.#shapes.find(({ width, height }) => width === this.width && height === this.height) ?? null;
  }
  set shape(shape: ShapePreset | null) {
    if (shape) this.set({ width: shape.width, height: shape.height });
  }

  /** What the chosen model can do; null until that is known. */
  get manifest(): ModelFacts | null {
    return this.#facts;
  }

  /** Takes another model, with the size, length and steps that it begins with. LoRAs that come with this browser's own stay with that. */
  chooseModel(id: string): void {
    if (!this.#lanes || id === this.#facts?.id) return;
    this.#lanes.chooseModel(id);
    for (const { sha256 } of this.#manifest?.loras ?? []) this.dropLora(sha256);
    if (this.#facts) this.set(defaultsOf(this.#facts));
  }

  /** Where what stands in the form goes, and why; null where there is nothing to choose from. */
  get lane(): LaneChoice | null {
    return this.#lanes?.choose(this.workload) ?? null;
  }

  /** What decides how long it takes. */
  get workload(): Workload {
    const { width, height, steps, guidance } = this.fields;
    return { mode: this.#mode, width, height, steps, guidance, frames: this.kind === 'still' ? 1 : this.frames };
  }

  get mode(): Mode {
    return this.#mode;
  }

  /** The prompt as the model reads it; empty until its vocabulary is here. */
  get words(): readonly PromptSpan[] {
    return this.#reading.words ?? [];
  }

  get wordList(): WordList | null {
    return this.#reading.wordList;
  }

  get vocabulary(): Vocabulary | null {
    return this.#reading.vocabulary;
  }

  get counts(): WordCounts {
    return this.#reading.counts;
  }

  /** What stands in the way, each at its field. */
  get problems(): readonly Problem[] {
    return this.#problems;
  }

  /** What the model will make of sizes and counts that it does not work with as they are. */
  get adjustments(): readonly Adjustment[] {
    return this.#adjustments;
  }

  get canGenerate(): boolean {
    return this.#facts !== null && this.#blocking.length === 0;
  }

  /** Takes a picture; what cannot be used is refused in `problems`, and what stood there stays. */
  addPicture(slot: 'first' | 'last', file: Blob, name: string): Promise<void> {
    if (this.from === 'words') this.from = 'picture';
    if (slot === 'last') this.from = 'between';
    return this.#slot(slot).add(file, name);
  }

  removePicture(slot: 'first' | 'last'): void {
    this.#slot(slot).remove();
  }

  /** Chooses what stays in sight when the picture is cropped; 0 is left or top, 1 right or bottom. */
  setCrop(slot: 'first' | 'last', focus: Focus): void {
    this.#slot(slot).setCrop(focus);
  }

  /** The seeds of the takes that a locked seed makes: counted up from it. */
  get seedsFromLocked(): readonly number[] {
    return Array.from({ length: this.takes }, (_, i) => (this.seed + i) % 2 ** 32);
  }

  /**
   * Sends what stands in the form to the queue, as often as takes are asked for; resolves with the id of
   * the first job once all are kept. Null when something stands in the way: it is then said in
   * `problems`, or told to whoever opened the form.
   */
  async generate(): Promise<JobId | null> {
    if (!this.canGenerate) return null;
    const { seed: before, seedLocked: isLocked } = this.fields;
    const seeds = this.seedsFromLocked.map((seed) => (isLocked ? seed : randomSeed()));
    const ids = seeds.map(() => JobId.parse(crypto.randomUUID()));
    const batch = ids.length > 1 ? BatchId.parse(crypto.randomUUID()) : undefined;
    try {
      const request = await this.#request();
      const { lane = 'browser', model } = this.lane ?? {};
      const origin = { variedFrom: this.variedFrom, crops: this.#crops(), batch, lane };
      await this.#queue.submitAll(ids.map((id, i) => ({ id, request: { ...request, seed: seeds[i]!, ...(model !== undefined && { model }) }, origin, isNew: true })));
      // Shown, and kept with the draft, only now: the jobs would wait until the draft is on the disk.
      if (!isLocked && !this.seedLocked && this.seed === before) this.seed = seeds[0]!;
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      this.#refuse(error.fault);
      return null;
    }
    return ids[0]!;
  }

  /** Fills the form from a take, with a new seed, or its own to make it `again`, and remembers where it came from. */
  async applyRecipe(take: Take, again = false): Promise<void> {
    this.set(fieldsOfTake(take, again));
    for (const slot of ['first', 'last'] as const) {
      const sha256 = take.recipe.inputs[slot];
      if (sha256) await this.#slot(slot).restoreBytes(sha256, `${slot} picture`, take.crops?.[slot]);
    }
  }

  /** Starts a clip from the still, or from the first frame of the clip, of a take. */
  async useAsFirstFrame(take: Take): Promise<void> {
    const { width, height } = take.recipe;
    const still = take.recipe.mode === 't2i' ? take.media : take.poster;
    this.set({ from: 'picture', kind: 'video', width, height, variedFrom: undefined });
    await this.#first.restoreBytes(still.sha256, take.recipe.prompt.slice(0, 60) || 'first frame');
  }

  /** Whether what stands in the form is kept. */
  get standing(): DraftStanding {
    return this.#keeper.standing;
  }

  /** Everything that the draft keeps. */
  get draft(): Draft {
    const { given: first } = this.#first;
    const { given: last } = this.#last;
    return { ...this.snapshot(), schema: 1, ...(first && { first }), ...(last && { last }) };
  }

  #refuse(fault: Fault): void {
    if (fault.reason !== 'picture-unreadable') this.#report(fault);
    else if (fault.facts['file'] === this.last?.name) this.#last.refuse(fault);
    else this.#first.refuse(fault);
  }

  #slot(slot: 'first' | 'last'): PictureSlot {
    return slot === 'first' ? this.#first : this.#last;
  }

  protected override changed(): void {
    this.#keeper.keep(() => this.draft);
  }

  #crops(): Crops {
    return {
      ...(this.from !== 'words' && this.first && { first: this.first.crop }),
      ...(this.from === 'between' && this.last && { last: this.last.crop }),
    };
  }

  async #request(): Promise<GenerationRequest> {
    const { prompt, negativePrompt, seed, frames, frameRate, steps, guidance, scheduler, width, height } = this.fields;
    const { shape } = snapShape({ ...this.fields, mode: this.mode }, this.#facts!);
    const first = this.from === 'words' ? undefined : await this.#first.cropped(shape);
    const last = this.from === 'between' ? await this.#last.cropped(shape) : undefined;
    return GenerationRequest.parse({
      ...{ mode: this.mode, prompt, negativePrompt, seed, width, height, frameRate, steps, guidance, scheduler },
      frames: this.kind === 'still' ? 1 : frames,
      first,
      last,
      ...(this.loras.length > 0 && { loras: this.loras }),
      ...(this.references.length > 0 && { references: this.references }),
    });
  }
}
