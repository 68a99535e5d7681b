import type { CancelSignal, GenerationResult, RunContext } from '../domain/generate/engine.ts';
import type { Fault } from '../schema/fault.ts';
import type { Progress } from '../schema/progress.ts';
import type { Recipe } from '../schema/recipe.ts';
import type { GenerationRequest } from '../schema/request.ts';
import type { Result } from '../schema/result.ts';
import type { Digest, InferenceRuntime, ModelFiles } from './runtime.ts';

export interface PipelineOptions {
  readonly files: ModelFiles;
  readonly runtime: InferenceRuntime;
  readonly digest: Digest;
  /** A clock in milliseconds. Without it nothing is timed. */
  readonly now?: () => number;
  /** The host has verified the hashes before: only lengths are looked at. */
  readonly trustHashes?: boolean;
  /** Told of the stage `load`. */
  readonly onProgress?: (progress: Progress) => void;
  /** Stops loading. */
  readonly signal?: CancelSignal;
  /** Lets the host's event loop turn once, so that a cancel can arrive; a timer of 0 ms by default. */
  readonly breathe?: () => Promise<void>;
  /** What one run of the decoder may take, in bytes; 1 GiB by default. Less means parts and, at last, tiles. */
  readonly decodeMemory?: number;
  /** Guidance in one call of two rows (default), or always in two calls, which takes half the memory. */
  readonly batchGuidance?: boolean;
}

/** A model made ready to generate. Whoever opens it disposes of it. */
export interface OpenModel {
  generate(request: GenerationRequest, context: RunContext, engine: Recipe['engine']): Promise<Result<GenerationResult, Fault>>;
  dispose(): Promise<void>;
}
