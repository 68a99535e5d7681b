import type { EngineId } from '../../schema/engine-id.ts';
import type { Fault } from '../../schema/fault.ts';
import type { JobId, Sha256 } from '../../schema/ids.ts';
import type { Adjustment, Progress, Timings } from '../../schema/progress.ts';
import type { Recipe } from '../../schema/recipe.ts';
import type { GenerationRequest } from '../../schema/request.ts';
import type { Result } from '../../schema/result.ts';

/** The part of an AbortSignal that running work looks at. */
export interface CancelSignal {
  readonly aborted: boolean;
}

/** Frames as RGB bytes: `frames · height · width · 3`, rows from the top. */
export interface RawVideo {
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  readonly frameRate: number;
  readonly rgb: Uint8Array;
}

export interface GenerationResult {
  readonly video: RawVideo;
  readonly recipe: Recipe;
  readonly timings: Timings;
  /** Milliseconds of it that the graphs themselves took; absent where the host has no clock. */
  readonly sessionRunMs?: number;
  /** What was changed to fit the model; empty when nothing was. */
  readonly adjustments: readonly Adjustment[];
}

/** The part of a Blob that running work reads. */
export interface ByteSource {
  arrayBuffer(): Promise<ArrayBuffer>;
}

export interface RunContext {
  readonly signal: CancelSignal;
  /** Work in the smallest parts from the start: the memory has run out before. */
  readonly tiling?: boolean;
  /** The job that this is, over all its attempts: an engine with a queue of its own finds under it what it has begun before. */
  readonly job?: JobId;
  /** The bytes of what a request names by hash, as its LoRAs; undefined where they are not here. */
  bytes?(sha256: Sha256): Promise<ByteSource | undefined>;
  onProgress(progress: Progress): void;
  /** A picture of the clip as it forms: one frame, at most once a step. */
  onPreview?(preview: RawVideo): void;
}

export interface EngineDescription {
  readonly id: EngineId;
  readonly version: string;
  /** The execution provider that will be used: `webgpu`, `wasm`, `cpu`, `cuda` … */
  readonly provider: string;
  /** One sentence: why this provider. */
  readonly why: string;
}

/**
 * What turns a request into media. Every implementation passes tests/contract/engine-suite.
 * Work that was cancelled resolves with the fault `cancelled`; expected failures resolve, bugs throw.
 */
export interface Engine {
  describe(): Promise<EngineDescription>;
  run(request: GenerationRequest, context: RunContext): Promise<Result<GenerationResult, Fault>>;
  dispose(): Promise<void>;
}
