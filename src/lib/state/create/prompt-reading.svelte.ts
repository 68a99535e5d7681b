import type { PromptSpan } from '#core/domain/generate/prompt-span.ts';
import type { Vocabulary } from '#core/domain/generate/vocabulary.ts';
import { PROMPT_LIMIT } from '#core/schema/request.ts';
import type { WordList } from '#core/schema/words.ts';
import type { Language } from '#lib/engine/browser/read-language.ts';

export interface WordCounts {
  readonly known: number;
  readonly ignored: number;
  /** Characters in the prompt, and how many may stand there. */
  readonly length: number;
  readonly limit: number;
}

interface Parts {
  readonly prompt: () => string;
  /** Whether the model that will read it is the one whose words are known here. */
  readonly isOwn: () => boolean;
  /** How many tokens the model reads; undefined until that is known. */
  readonly maxTokens: () => number | undefined;
}

/** The prompt as the model reads it. */
export class PromptReading {
  #language = $state.raw<Language | null>(null);
  readonly #parts: Parts;
  readonly #words = $derived.by(() =>
    this.#language && this.#parts.isOwn() ? this.#language.read(this.#parts.prompt(), this.#parts.maxTokens()).spans : null,
  );

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Learns which words the model knows. */
  learn(language: Language): void {
    this.#language = language;
  }

  /** Word for word; null until the model's vocabulary is here, or where it has none. */
  get words(): readonly PromptSpan[] | null {
    return this.#words;
  }

  get counts(): WordCounts {
    const count = (kind: PromptSpan['kind']) => this.#words?.filter((span) => span.kind === kind).length ?? 0;
    return { known: count('known'), ignored: count('ignored'), length: this.#parts.prompt().length, limit: PROMPT_LIMIT };
  }

  /** The words that the model was taught, by what they say; null until they are here, or where it has no such list. */
  get wordList(): WordList | null {
    return this.#parts.isOwn() ? (this.#language?.list ?? null) : null;
  }

  /** Which words the model knows; null until they are here. */
  get vocabulary(): Vocabulary | null {
    return this.#language?.vocabulary ?? null;
  }
}
