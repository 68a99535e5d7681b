import type { ClientId } from '#core/schema/accelerator/client.ts';
import type { JobOrder, RemoteJob } from '#core/schema/accelerator/remote-job.ts';
import type { AcceleratorEngineId } from '#core/schema/engine-id.ts';
import type { Fault } from '#core/schema/fault.ts';
import type { JobId, Sha256 } from '#core/schema/ids.ts';
import type { Progress } from '#core/schema/progress.ts';
import type { RawVideo } from '#core/domain/generate/engine.ts';
import type { Result } from '#core/schema/result.ts';

/** What happens to jobs, each told to the client that sent the job. `seq` only grows, over restarts too. */
export type JobEvent =
  | { readonly kind: 'job'; readonly seq: number; readonly client: ClientId; readonly job: RemoteJob }
  /** Forgotten, by `forget`. */
  | { readonly kind: 'gone'; readonly seq: number; readonly client: ClientId; readonly id: JobId }
  /** Passing: not kept, not told again after a break. */
  | { readonly kind: 'progress'; readonly client: ClientId; readonly id: JobId; readonly progress: Progress }
  | { readonly kind: 'preview'; readonly client: ClientId; readonly id: JobId; readonly frame: RawVideo };

/** Why a job is not taken. */
export type OrderRefusal =
  /** The same id was sent before with another request. */
  | { readonly reason: 'other-order' }
  | { readonly reason: 'unknown-dependency'; readonly id: JobId }
  /** Bytes that it names were not sent. */
  | { readonly reason: 'media-missing'; readonly media: readonly Sha256[] }
  | { readonly reason: 'fault'; readonly fault: Fault };

/** The accelerator's durable queue. A call that resolves is on disk. */
export interface JobDesk {
  submit(client: ClientId, order: JobOrder): Promise<Result<RemoteJob, OrderRefusal>>;
  get(client: ClientId, id: JobId): Promise<RemoteJob | undefined>;
  /** The jobs of a client in the order they will be worked off, those that are over last. */
  list(client: ClientId): Promise<readonly RemoteJob[]>;
  cancel(client: ClientId, id: JobId): Promise<RemoteJob | undefined>;
  /** Sends a job again that failed or was cancelled, and before it what it needs; one that waits for a person goes on. */
  retry(client: ClientId, id: JobId): Promise<RemoteJob | undefined>;
  /** Moves a waiting job right before or right after another of the same client. */
  move(client: ClientId, id: JobId, neighbour: { readonly before: JobId } | { readonly after: JobId }): Promise<RemoteJob | undefined>;
  /** The client has the result and has verified it: only now may its bytes be let go. */
  collected(client: ClientId, id: JobId, media: Sha256): Promise<boolean>;
  /** Forgets a job that is over. */
  forget(client: ClientId, id: JobId): Promise<boolean>;
  /**
   * What happened after `seq`, oldest first, each job once and as it stands now; undefined when that is too long ago
   * to tell, or from another time: then `list` says all.
   */
  since(client: ClientId, seq: number): Promise<readonly JobEvent[] | undefined>;
  /** Cancels and forgets all jobs of a client that was revoked. */
  drop(client: ClientId): Promise<void>;
  /** The number of the last event. */
  readonly seq: number;
  subscribe(listener: (event: JobEvent) => void): () => void;
  /** How many jobs stand where, for the figures: by state and engine. */
  counts(): Promise<readonly { readonly state: RemoteJob['job']['state']; readonly engine: AcceleratorEngineId; readonly jobs: number }[]>;
  /** Begins no more work, and lets go of what runs: it goes back in line. */
  close(): Promise<void>;
}
