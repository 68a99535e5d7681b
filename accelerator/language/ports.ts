import type { CompletionOrder, LanguageOffer } from '#core/schema/accelerator/language.ts';

/** The language models of the servers that run beside the accelerator. */
export interface LanguageDesk {
  /** What answers now. Looks at most every few seconds. */
  list(): Promise<LanguageOffer>;
  /** Whether it has its hands full and takes no further question now. */
  readonly isBusy: boolean;
  /**
   * What the model answers, as it came. Throws FaultError `cancelled`, `language-away`, `language-unfit`, or
   * `address-not-allowed` where its server is neither on this machine nor in a private network.
   */
  complete(order: CompletionOrder, signal: AbortSignal): Promise<string>;
}
