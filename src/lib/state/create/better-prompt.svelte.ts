import { type EnhanceOptions, enhancePrompt } from '#core/domain/enhance/enhance-prompt.ts';
import { enhanceWithModel } from '#core/domain/enhance/enhance-with-model.ts';
import { applyParts, changesOf, type Enhancement } from '#core/domain/enhance/enhancement.ts';
import { type WordMeaning, wordMeanings } from '#core/domain/enhance/word-meanings.ts';
import type { LanguageModel } from '#core/domain/language/language-model.ts';
import { FaultError } from '#core/schema/fault.ts';

interface Parts {
  readonly prompt: string;
  readonly options: EnhanceOptions;
  readonly announce: (text: string) => void;
}

/** A better prompt while a person looks at it, part by part. */
export class BetterPrompt {
  #enhancement = $state.raw<Enhancement>({ before: '', parts: [], text: '', negative: [], by: { kind: 'rules' } });
  #taken = $state.raw<ReadonlySet<number>>(new Set());
  #asking = $state.raw<AbortController>();
  #written = $state(0);
  /** Whether the words for the negative prompt are taken too. */
  takesNegative = $state(true);
  readonly #parts: Parts;
  readonly #result = $derived(applyParts(this.#enhancement, this.#taken));
  readonly #meanings = $derived.by(() => wordMeanings(this.#result, this.#parts.options));

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#show(enhancePrompt(parts.prompt, parts.options));
  }

  get enhancement(): Enhancement {
    return this.#enhancement;
  }

  /** The places of what changes, in order. */
  get changes(): readonly number[] {
    return changesOf(this.#enhancement);
  }

  isTaken(at: number): boolean {
    return this.#taken.has(at);
  }

  get takenCount(): number {
    return this.#taken.size;
  }

  /** The prompt with the parts that are taken. */
  get result(): string {
    return this.#result;
  }

  /** How long it may be, and whether it is longer. */
  get limit(): number {
    return this.#parts.options.limit;
  }
  get isTooLong(): boolean {
    return this.#result.length > this.limit;
  }

  /** What the words of the result do. */
  get meanings(): readonly WordMeaning[] {
    return this.#meanings;
  }

  get isAsking(): boolean {
    return this.#asking !== undefined;
  }

  /** Tokens that the model has written so far; 0 where it does not tell. */
  get written(): number {
    return this.#written;
  }

  take(at: number, isTaken: boolean): void {
    const taken = new Set(this.#taken);
    if (isTaken) taken.add(at);
    else taken.delete(at);
    this.#taken = taken;
  }

  takeAll(): void {
    this.#taken = new Set(this.changes);
    this.#parts.announce('All changes are taken.');
  }

  takeNone(): void {
    this.#taken = new Set();
    this.#parts.announce('No change is taken. The prompt is as it was.');
  }

  /** Has a language model write it instead. */
  async ask(model: LanguageModel): Promise<void> {
    this.cancel();
    const asking = new AbortController();
    this.#asking = asking;
    this.#written = 0;
    const onWritten = (tokens: number) => {
      if (this.#asking === asking) this.#written = tokens;
    };
    const { prompt, options, announce } = this.#parts;
    try {
      const made = await enhanceWithModel(model, prompt, options, asking.signal, onWritten);
      if (asking.signal.aborted) return;
      this.#show(made);
      announce(made.by.kind === 'model' ? `${model.name} has written ${changesOf(made).length} changes.` : (made.note ?? ''));
    } catch (error) {
      // Whoever cancels knows it.
      if (!(error instanceof FaultError && error.fault.reason === 'cancelled')) throw error;
    } finally {
      if (this.#asking === asking) this.#asking = undefined;
    }
  }

  /** Stops the language model; what is shown stays. */
  cancel(): void {
    this.#asking?.abort();
    this.#asking = undefined;
  }

  #show(enhancement: Enhancement): void {
    this.#enhancement = enhancement;
    this.#taken = new Set(changesOf(enhancement));
  }
}
