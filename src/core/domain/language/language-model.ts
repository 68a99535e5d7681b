/** What a language model is asked. */
export interface LanguageQuestion {
  /** What it is to be, and the rules that it keeps. Never holds a person's words. */
  readonly system: string;
  /** The material: a person's words as they are. */
  readonly user: string;
  /** The JSON Schema of the answer, for models that can be held to one; the answer is checked by whoever asks all the same. */
  readonly schema?: Readonly<Record<string, unknown>>;
  /** The longest answer, in tokens of the model. */
  readonly maxTokens: number;
  readonly signal?: AbortSignal | undefined;
  /** How many tokens of the answer are written, now and then, where the model tells. */
  readonly onWritten?: ((tokens: number) => void) | undefined;
}

/** A model that writes, wherever it runs: in the browser, or on a server of the machine with the accelerator. */
export interface LanguageModel {
  /** One of its own among all that can be reached. */
  readonly id: string;
  /** As a person knows it. */
  readonly name: string;
  /**
   * The answer as it came, at most ANSWER_LIMIT characters; nothing in it is to be trusted.
   * Throws FaultError `cancelled`, `language-away` (it does not answer) or `language-unfit` (what it answers is none).
   */
  complete(question: LanguageQuestion): Promise<string>;
}

/** The longest answer that is read, in UTF-16 code units: five times the longest story. */
export const ANSWER_LIMIT = 200_000;
