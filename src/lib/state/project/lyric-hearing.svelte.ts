import type { NewCaption } from '#core/domain/captions/caption-file.ts';
import { captionsOfLines, type HeardPlace, linesOfSpeech } from '#core/domain/speech/heard-lines.ts';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import type { FrameRate } from '#core/schema/film-time.ts';
import type { EitherSpeech } from '#lib/engine/assist/either-assist.ts';
import type { AnyModel } from '#lib/engine/assist/model-there.ts';
import type { BlobStore } from '#lib/storage/ports.ts';
import type { NamedBytes } from '../store/assets.svelte.ts';

/** Something of the film that can be listened to. */
export interface HearSource {
  readonly id: string;
  readonly kind: 'song' | 'narration';
  readonly file: NamedBytes;
  readonly place: HeardPlace;
}

/** What was heard, laid out to be read before it is kept. Frames of the film. */
export interface HeardReview {
  readonly source: HearSource;
  /** Who wrote it down. */
  readonly model: string;
  /** `en`; undefined where the model knows only one language. */
  readonly language: string | undefined;
  readonly lines: readonly (NewCaption & { readonly key: number })[];
}

interface Parts {
  readonly engine: Pick<EitherSpeech, 'models' | 'hear' | 'dispose'>;
  readonly blobs: Pick<BlobStore, 'get'>;
  readonly rate: () => FrameRate;
  /** Called when something was heard to its end. */
  readonly onheard: (review: HeardReview) => void;
}

/** Has a model write down what is sung or said, and holds it until somebody has read it. */
export class LyricHearing {
  readonly #parts: Parts;
  #models = $state.raw<readonly AnyModel[]>();
  #wish = $state<string>();
  #progress = $state<number>();
  #fault = $state.raw<Fault>();
  #review = $state.raw<HeardReview>();
  #stop: AbortController | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** The models that can hear; undefined while nobody has looked. */
  get models(): readonly AnyModel[] | undefined {
    return this.#models;
  }

  /** The model that listens. */
  get model(): AnyModel | undefined {
    return this.#models?.find(({ id }) => id === this.#wish) ?? this.#models?.[0];
  }

  /** How much was heard so far, 0 to 1; undefined while nobody listens. */
  get progress(): number | undefined {
    return this.#progress;
  }

  get fault(): Fault | undefined {
    return this.#fault;
  }

  get review(): HeardReview | undefined {
    return this.#review;
  }

  choose(id: string): void {
    this.#wish = id;
  }

  /** Looks anew which models are kept. */
  async look(): Promise<void> {
    try {
      this.#models = await this.#parts.engine.models();
    } catch (error) {
      // Private windows have no shelf.
      if (!(error instanceof FaultError)) throw error;
      this.#models = [];
    }
  }

  /** Listens to the whole of something, in a language (`en`) or in the one that the model takes it for. */
  async begin(source: HearSource, language: string | undefined): Promise<void> {
    const { model } = this;
    if (!model) return;
    this.cancel();
    const stop = new AbortController();
    this.#stop = stop;
    [this.#fault, this.#review, this.#progress] = [undefined, undefined, 0];
    const heard = await this.#hear(model, source, language, stop);
    if (this.#stop !== stop) return;
    [this.#stop, this.#progress] = [undefined, undefined];
    if (!heard) this.#fault = { reason: 'song-missing', facts: { file: source.file.name } };
    else if (!heard.ok) this.#fault = heard.fault.reason === 'cancelled' ? undefined : heard.fault;
    else {
      const lines = captionsOfLines(linesOfSpeech(heard.value.segments), source.place, this.#parts.rate());
      this.#review = { source, model: model.name, language: heard.value.language, lines: lines.map((line, key) => ({ ...line, key })) };
      this.#parts.onheard(this.#review);
    }
  }

  /** Stops listening; nothing of it is kept. */
  cancel(): void {
    this.#stop?.abort();
    [this.#stop, this.#progress] = [undefined, undefined];
  }

  /** Writes a line anew. */
  write(key: number, text: string): void {
    this.#change((lines) => lines.map((line) => (line.key === key ? { ...line, text } : line)));
  }

  /** Leaves a line out. */
  leaveOut(key: number): void {
    this.#change((lines) => lines.filter((line) => line.key !== key));
  }

  /** What is to be kept: lines without words are left out. */
  get kept(): readonly NewCaption[] {
    return (this.#review?.lines ?? []).flatMap(({ start, end, text }) => (text.trim() === '' ? [] : [{ start, end, text: text.trim() }]));
  }

  /** Puts what was heard away. */
  putAway(): void {
    this.#review = undefined;
  }

  dispose(): void {
    this.cancel();
    this.#parts.engine.dispose();
  }

  async #hear(model: AnyModel, { file: { asset, type, name } }: HearSource, language: string | undefined, stop: AbortController) {
    try {
      const file = await this.#parts.blobs.get(asset, type);
      const onProgress = (done: number) => {
        if (this.#stop === stop) this.#progress = done;
      };
      return file && (await this.#parts.engine.hear(model, file, name, { language, signal: stop.signal, onProgress }));
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      return { ok: false as const, fault: error.fault };
    }
  }

  #change(change: (lines: HeardReview['lines']) => HeardReview['lines']): void {
    if (this.#review) this.#review = { ...this.#review, lines: change(this.#review.lines) };
  }
}
