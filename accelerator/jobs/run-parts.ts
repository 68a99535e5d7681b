import type { GenerationResult, RawVideo } from '#core/domain/generate/engine.ts';
import type { ModelOffer } from '#core/schema/accelerator/offer.ts';
import type { Progress } from '#core/schema/progress.ts';
import type { EngineHost } from '../engines/ports.ts';
import type { MediaShelf } from '../media/ports.ts';

/** Begins to measure energy; the answer is in watt-hours, undefined where nothing measures it. */
export type Meter = () => () => number | undefined;

export interface RunParts {
  readonly engine: EngineHost;
  readonly model: ModelOffer | undefined;
  readonly shelf: MediaShelf;
  /** A file of what was made, its recipe inside. */
  readonly encode: (result: GenerationResult) => Promise<Uint8Array>;
  readonly meter: Meter;
  /** How long stopped work may take to end by itself, in milliseconds. After that nobody waits for it. */
  readonly stopMs: number;
}

export interface RunListener {
  onProgress(progress: Progress): void;
  onPreview(frame: RawVideo): void;
  /** The work is made; answers whether it is still wanted. */
  onMade(): boolean;
}
