import { foreignLanguage } from '#core/domain/voice/says-english.ts';
import { type VoiceHere, voicesAmong } from '#core/domain/voice/voice-files.ts';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import type { ProjectId } from '#core/schema/project-ids.ts';
import type { SpokenRecipe } from '#core/schema/sound.ts';
import type { EitherVoice } from '#lib/engine/assist/either-assist.ts';
import type { AnyModel } from '#lib/engine/assist/model-there.ts';

/** More is read in several parts. UTF-16 code units: some six minutes. */
export const LONGEST_TEXT = 5_000;

/** A text that was read aloud, to be heard before it is kept. */
export interface ReadingDraft {
  readonly file: Blob;
  readonly seconds: number;
  readonly recipe: SpokenRecipe;
  /** How the voice is called. */
  readonly voice: string;
}

interface Parts {
  readonly project: ProjectId;
  readonly engine: Pick<EitherVoice, 'models' | 'read' | 'dispose'>;
  /** Where the text is kept as it is typed. */
  readonly store?: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
}

/** Has a model read a text aloud, and holds what it said until somebody has heard it. */
export class NarrationWriter {
  readonly #engine: Parts['engine'];
  readonly #store: NonNullable<Parts['store']>;
  readonly #key: string;
  #models = $state.raw<readonly AnyModel[]>();
  #modelWish = $state<string>();
  #voiceWish = $state<string>();
  #text = $state('');
  #isKept = $state(true);
  #progress = $state<number>();
  #fault = $state.raw<Fault>();
  #draft = $state.raw<ReadingDraft>();
  #stop: AbortController | undefined;
  /** 1 as the voice speaks by itself. */
  speed = $state(1);

  constructor({ project, engine, store = localStorage }: Parts) {
    this.#engine = engine;
    this.#store = store;
    this.#key = `kinora.narration.${project}`;
    try {
      this.#text = (store.getItem(this.#key) ?? '').slice(0, LONGEST_TEXT);
    } catch {
      // Nothing is kept here: it is typed anew.
    }
  }

  /** The models that can read aloud; undefined while nobody has looked. */
  get models(): readonly AnyModel[] | undefined {
    return this.#models;
  }

  get model(): AnyModel | undefined {
    return this.#models?.find(({ id }) => id === this.#modelWish) ?? this.#models?.[0];
  }

  get voices(): readonly VoiceHere[] {
    return voicesAmong(this.model?.paths ?? []);
  }

  get voice(): VoiceHere | undefined {
    return this.voices.find(({ id }) => id === this.#voiceWish) ?? this.voices[0];
  }

  get text(): string {
    return this.#text;
  }

  /** Whether the browser has taken the text: its room for such texts is small. */
  get isKept(): boolean {
    return this.#isKept;
  }

  /** What language the text seems to be in where it is not English. */
  get foreign(): string | undefined {
    return foreignLanguage(this.#text);
  }

  /** How much was said so far, 0 to 1; undefined while nobody reads. */
  get progress(): number | undefined {
    return this.#progress;
  }

  get fault(): Fault | undefined {
    return this.#fault;
  }

  get draft(): ReadingDraft | undefined {
    return this.#draft;
  }

  choose(model: string): void {
    this.#modelWish = model;
  }

  speakAs(voice: string): void {
    this.#voiceWish = voice;
  }

  write(text: string): void {
    this.#text = text.slice(0, LONGEST_TEXT);
    try {
      if (text === '') this.#store.removeItem(this.#key);
      else this.#store.setItem(this.#key, this.#text);
      this.#isKept = true;
    } catch {
      // No room, or none allowed: it stays in this tab.
      this.#isKept = false;
    }
  }

  /** Looks anew which models are kept. */
  async look(): Promise<void> {
    try {
      this.#models = await this.#engine.models();
    } catch (error) {
      // Private windows have no shelf.
      if (!(error instanceof FaultError)) throw error;
      this.#models = [];
    }
  }

  /** Reads the text; resolves with whether there is something to hear. */
  async read(): Promise<boolean> {
    const { model, voice, text, speed } = this;
    if (!model || !voice || text.trim() === '') return false;
    this.cancel();
    const stop = new AbortController();
    this.#stop = stop;
    [this.#fault, this.#draft, this.#progress] = [undefined, undefined, 0];
    const onProgress = (done: number) => {
      if (this.#stop === stop) this.#progress = done;
    };
    const read = await this.#engine.read(model, text, { voice: voice.id, accent: voice.accent, speed, signal: stop.signal, onProgress }).catch((error: unknown) => {
      if (!(error instanceof FaultError)) throw error;
      return { ok: false as const, fault: error.fault };
    });
    if (this.#stop !== stop) return false;
    [this.#stop, this.#progress] = [undefined, undefined];
    if (!read.ok) this.#fault = read.fault.reason === 'cancelled' ? undefined : read.fault;
    else {
      const recipe: SpokenRecipe = { text, voice: voice.id, speed, model: model.name, licence: model.licence ?? 'unknown', ...(model.revision !== undefined && { revision: model.revision }) };
      this.#draft = { file: new Blob([read.value.file], { type: 'audio/wav' }), seconds: read.value.seconds, recipe, voice: voice.name };
    }
    return read.ok;
  }

  /** Stops reading; nothing of it is kept. */
  cancel(): void {
    this.#stop?.abort();
    [this.#stop, this.#progress] = [undefined, undefined];
  }

  /** Puts what was read away. */
  putAway(): void {
    this.#draft = undefined;
  }

  dispose(): void {
    this.cancel();
    this.#engine.dispose();
  }
}
