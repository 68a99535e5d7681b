import type { CancelSignal } from '../generate/engine.ts';
import type { FetchParts } from './fetch-model.ts';
import type { ModelShelf } from './model-shelf.ts';
import type { ModelsParts } from './models-parts.ts';

/** What one fetch needs of its host, onto a shelf, until the signal is given. */
export const fetchParts = <Signal extends CancelSignal>({ hub, hash, pause, canAskIfRange }: Pick<ModelsParts<Signal>, 'hub' | 'hash' | 'pause' | 'canAskIfRange'>, shelf: ModelShelf, signal: Signal): FetchParts => ({
  ...{ shelf, hash, canAskIfRange, random: Math.random, now: Date.now },
  ask: (url, headers) => hub.ask(url, headers, signal),
  pause: (ms) => pause(ms, signal),
});
