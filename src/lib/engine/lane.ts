import type { Engine } from '#core/domain/engine.ts';
import type { ModelManifest } from '#core/schema/manifest.ts';
import type { WaitReason } from '#core/schema/job.ts';

/** An engine that jobs can be sent to, and whether it can take any now. */
export interface EngineLane {
  readonly engine: Engine;
  /** What keeps it from taking jobs; undefined while nothing does. */
  readonly awaits: WaitReason | undefined;
  /** The sizes that its model allows, once they are known. */
  readonly sides: ModelManifest['size'] | undefined;
  /** Tries again to get what is missing; whoever subscribed hears when it is there. */
  look(): void;
  /** Calls back when `awaits` may have changed; returns the way to stop. */
  subscribe(listener: () => void): () => void;
}
