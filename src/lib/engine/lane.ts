import type { EngineDescription, GenerationResult, RunContext } from '#core/domain/generate/engine.ts';
import type { Fault } from '#core/schema/fault.ts';
import type { JobId, Sha256 } from '#core/schema/ids.ts';
import type { Priority, WaitReason } from '#core/schema/job.ts';
import type { ModelManifest } from '#core/schema/manifest.ts';
import type { GenerationRequest } from '#core/schema/request.ts';
import type { Result } from '#core/schema/result.ts';
import type { StoredRequest } from '#core/schema/stored-request.ts';

/** Why work is given up where nobody cancelled it: its tab only leaves, and another one takes it up. The reason of the run's signal. */
export const LEFT = 'left';

/** What an engine is told beside its request: enough to hand the job on under its own name. */
export interface LaneContext extends RunContext {
  readonly signal: AbortSignal;
  readonly job: JobId;
  /** The request as it is kept, pictures by hash, and as it was asked, whatever steps down were taken. */
  readonly stored: StoredRequest;
  readonly priority: Priority;
  /** The bytes that it names. */
  bytes(sha256: Sha256): Promise<Blob | undefined>;
  /** It goes on though there is no progress to tell, as while it waits for its turn elsewhere. */
  onAlive(): void;
  /** It stands in another line from now on, in its place: the job after it may be handed over. */
  onTaken?(): void;
}

/** What was made, where that is a file already: it is kept as it came. */
export interface FinishedFile extends Omit<GenerationResult, 'video'> {
  readonly file: Blob;
  /** Watt-hours that it took, where they were measured. */
  readonly energy?: number;
}

/** What a lane works with: an engine of this browser, or one that makes files elsewhere. */
export interface LaneEngine {
  describe(): Promise<EngineDescription>;
  run(request: GenerationRequest, context: LaneContext): Promise<Result<GenerationResult | FinishedFile, Fault>>;
}

/** An engine that jobs can be sent to, and whether it can take any now. */
export interface EngineLane {
  readonly engine: LaneEngine;
  /** What keeps it from taking jobs; undefined while nothing does. */
  readonly awaits: WaitReason | undefined;
  /** The sizes that its model allows, once they are known. */
  readonly sides: ModelManifest['size'] | undefined;
  /** Whether it takes the steps down in memory need itself, so that the queue takes none for it. */
  readonly stepsDownItself?: boolean;
  /** How many of its jobs it wants at a time; one where nothing is said. They are begun in order, each when the one before is taken. */
  readonly atOnce?: number;
  /** Tries again to get what is missing; whoever subscribed hears when it is there. */
  look(): void;
  /** A job of it is kept here, with this file. */
  published?(id: JobId, media: Sha256): Promise<void>;
  /** Calls back when `awaits` may have changed; returns the way to stop. */
  subscribe(listener: () => void): () => void;
}
