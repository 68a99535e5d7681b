import type { Engine } from '#core/domain/engine.ts';
import type { EngineOffer } from '#core/schema/accelerator/offer.ts';

/** An engine that runs here, with what it offers. Its `run` takes `request.model` from the models that it offers. */
export interface EngineHost extends Engine {
  /** What it can do now: asked again whenever it may have changed. Never throws: what is wrong stands in it. */
  offer(): Promise<EngineOffer>;
  /** Gives back the memory of models that are loaded; they are loaded again when they are next needed. */
  unload(): Promise<void>;
  /** Calls back when its offer may have changed; returns the way to stop. */
  subscribe(listener: () => void): () => void;
}
