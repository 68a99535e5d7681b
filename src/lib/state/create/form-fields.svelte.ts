import type { PromptSpan } from '#core/domain/generate/prompt-span.ts';
import type { Sha256, TakeId } from '#core/schema/ids.ts';
import type { LoraUse } from '#core/schema/lora-use.ts';
import type { SchedulerName } from '#core/schema/recipe.ts';
import { type Draft, MOST_TAKES } from '#lib/storage/records.ts';

/** What a first visit finds in the prompt. */
export const EXAMPLE_PROMPT = 'a red balloon rising over the sea at sunset, slow zoom in';

/** The form until a model's manifest or a draft says otherwise. */
export const BLANK: Draft = {
  schema: 1,
  prompt: EXAMPLE_PROMPT,
  negativePrompt: '',
  from: 'words',
  kind: 'video',
  width: 160,
  height: 96,
  frames: 17,
  frameRate: 8,
  seed: 0,
  seedLocked: false,
  steps: 24,
  guidance: 3,
  scheduler: 'euler',
};

type Fields = Omit<Draft, 'first' | 'last' | 'schema'>;

/** What can be typed and set in the Create form, and nothing that follows from it. */
export abstract class FormFields {
  #fields = $state<Fields>({ ...BLANK, seed: randomSeed() });

  /** Called after each change. */
  protected abstract changed(): void;

  /** All fields at once, to read. */
  protected get fields(): Readonly<Fields> {
    return this.#fields;
  }

  /** Changes fields as a person does: it is noted, and kept with the draft. */
  protected set(patch: Partial<Fields>): void {
    this.fill(patch);
    this.changed();
  }

  /** Changes fields without a note. */
  protected fill(patch: Partial<Fields>): void {
    Object.assign(this.#fields, patch);
  }

  /** A copy of all fields as they are now. */
  protected snapshot(): Fields {
    return $state.snapshot(this.#fields);
  }

  get prompt(): string {
    return this.#fields.prompt;
  }
  set prompt(prompt: string) {
    // Whoever begins again from nothing varies nothing.
    this.set(prompt === '' ? { prompt, variedFrom: undefined, loras: undefined, references: undefined } : { prompt });
  }

  get negativePrompt(): string {
    return this.#fields.negativePrompt;
  }
  set negativePrompt(negativePrompt: string) {
    this.set({ negativePrompt });
  }

  /** What the clip starts from: words alone, a first picture, or a first and a last one. */
  get from(): Draft['from'] {
    return this.#fields.from;
  }
  set from(from: Draft['from']) {
    // A model makes stills from words alone.
    this.set(from === 'words' ? { from } : { from, kind: 'video' });
  }

  get kind(): Draft['kind'] {
    return this.#fields.kind;
  }
  set kind(kind: Draft['kind']) {
    this.set(kind === 'still' ? { kind, from: 'words' } : { kind });
  }

  get width(): number {
    return this.#fields.width;
  }
  set width(width: number) {
    this.set({ width });
  }

  get height(): number {
    return this.#fields.height;
  }
  set height(height: number) {
    this.set({ height });
  }

  get frames(): number {
    return this.#fields.frames;
  }
  set frames(frames: number) {
    this.set({ frames });
  }

  get frameRate(): number {
    return this.#fields.frameRate;
  }
  set frameRate(frameRate: number) {
    this.set({ frameRate });
  }

  get seed(): number {
    return this.#fields.seed;
  }
  set seed(seed: number) {
    this.set({ seed });
  }

  /** A locked seed stays for the next clip; an open one is rolled for each. */
  get seedLocked(): boolean {
    return this.#fields.seedLocked;
  }
  set seedLocked(seedLocked: boolean) {
    this.set({ seedLocked });
  }

  get steps(): number {
    return this.#fields.steps;
  }
  set steps(steps: number) {
    this.set({ steps });
  }

  get guidance(): number {
    return this.#fields.guidance;
  }
  set guidance(guidance: number) {
    this.set({ guidance });
  }

  get scheduler(): SchedulerName {
    return this.#fields.scheduler;
  }
  set scheduler(scheduler: SchedulerName) {
    this.set({ scheduler });
  }

  /** How many takes are made at once, each with a seed of its own. */
  get takes(): number {
    return this.#fields.takes ?? 1;
  }
  set takes(takes: number) {
    this.set({ takes: Math.max(1, Math.min(MOST_TAKES, Math.round(takes) || 1)) });
  }

  /** The take that the form was filled from by "vary". */
  get variedFrom(): TakeId | undefined {
    return this.#fields.variedFrom;
  }

  /** The LoRAs of the take that is varied, with their weights. */
  get loras(): readonly LoraUse[] {
    return this.#fields.loras ?? [];
  }

  /** Pictures of who is to be seen, of the take that is varied. */
  get references(): readonly Sha256[] {
    return this.#fields.references ?? [];
  }

  /** Takes other steps, another guidance and other LoRAs at once. */
  pace({ loras, ...sampling }: { steps: number; guidance: number; loras: readonly LoraUse[] }): void {
    this.set({ ...sampling, loras: loras.length > 0 ? [...loras] : undefined });
  }

  dropLora(asset: Sha256): void {
    const left = this.loras.filter((one) => one.asset !== asset);
    this.set({ loras: left.length > 0 ? left : undefined });
  }

  dropReferences(): void {
    this.set({ references: undefined });
  }

  rollSeed(): void {
    this.seed = randomSeed();
  }

  /** Puts a word in the place of a stretch of the prompt. */
  replaceWord(span: Pick<PromptSpan, 'start' | 'end'>, word: string): void {
    this.prompt = this.prompt.slice(0, span.start) + word + this.prompt.slice(span.end);
  }
}

/** An unsigned 32-bit number that nobody can foresee. */
export function randomSeed(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0]!;
}
