import type { EngineOffer } from '#core/schema/accelerator/offer.ts';

/** What all engines together offer now. */
export interface Offers {
  readonly latest: readonly EngineOffer[];
  /** Calls back when it has changed; returns the way to stop. */
  subscribe(listener: () => void): () => void;
}

/** The shelf of models, as far as it is told of. */
export interface ModelNews {
  /** Calls back when it has changed; returns the way to stop. */
  subscribe(listener: () => void): () => void;
}
