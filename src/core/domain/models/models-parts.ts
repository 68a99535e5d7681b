import type { CatalogueModel, HubSource } from '../../schema/catalogue.ts';
import type { CancelSignal } from '../generate/engine.ts';
import type { FetchParts, FetchProgress, FileAnswer } from './fetch-model.ts';
import type { JudgeModel } from './model-fitness.ts';
import type { HubListing } from './hub.ts';
import type { ModelShelf } from './model-shelf.ts';

/** The hub as a host asks it. What is under way breaks off when the signal is given. */
export interface Hub<Signal extends CancelSignal> {
  /** Throws FaultError `model-not-found`, `model-not-allowed`, `model-hub-away`. */
  list(source: HubSource, signal: Signal): Promise<HubListing>;
  ask(url: string, headers: Readonly<Record<string, string>>, signal: Signal): Promise<FileAnswer>;
}

export interface ModelsParts<Signal extends CancelSignal> {
  readonly shelf: ModelShelf;
  readonly hub: Hub<Signal>;
  readonly hash: FetchParts['hash'];
  readonly canAskIfRange: boolean;
  readonly judge: JudgeModel;
  /** Waits, and comes back early when the signal is given. */
  pause(ms: number, signal: Signal): Promise<void>;
  /** The address of the hub, or of a mirror of it. */
  readonly address?: string;
  readonly catalogue: readonly CatalogueModel[];
}

export interface FetchWish<Signal extends CancelSignal> {
  readonly variant?: string | undefined;
  /** Whether a person has just accepted its licence. */
  readonly accepts?: boolean;
  readonly signal: Signal;
  onProgress(progress: FetchProgress): void;
}
