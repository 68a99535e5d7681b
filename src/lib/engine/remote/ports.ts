import type { RawVideo } from '#core/domain/engine.ts';
import type { MachineReading } from '#core/schema/accelerator/machine.ts';
import type { EngineOffer } from '#core/schema/accelerator/offer.ts';
import type { JobOrder, RemoteJob } from '#core/schema/accelerator/remote-job.ts';
import type { Fault } from '#core/schema/fault.ts';
import type { JobId, Sha256 } from '#core/schema/ids.ts';
import type { Progress } from '#core/schema/progress.ts';
import type { Result } from '#core/schema/result.ts';

/** How the studio stands with its accelerator. */
export type LinkState =
  /** None is paired. */
  | { readonly kind: 'unpaired' }
  /** On the way to it, the first time or again. */
  | { readonly kind: 'connecting'; readonly address: string; readonly name: string }
  /** It answers, has proved that it is the one that was paired, and takes jobs. */
  | { readonly kind: 'connected'; readonly address: string; readonly name: string; readonly version: string }
  /** It does not answer; the next try is at `nextTry` (milliseconds since 1970). */
  | { readonly kind: 'away'; readonly address: string; readonly name: string; readonly nextTry: number }
  /** It answers and something must be done first: paired anew, updated, or it is not the one that was paired. */
  | { readonly kind: 'refused'; readonly address: string; readonly name: string; readonly fault: Fault };

/** What a connected accelerator tells. */
export type LinkEvent =
  | { readonly kind: 'state'; readonly state: LinkState }
  | { readonly kind: 'offers'; readonly offers: readonly EngineOffer[] }
  | { readonly kind: 'machine'; readonly reading: MachineReading }
  | { readonly kind: 'job'; readonly job: RemoteJob }
  | { readonly kind: 'gone'; readonly id: JobId }
  | { readonly kind: 'progress'; readonly id: JobId; readonly progress: Progress }
  | { readonly kind: 'preview'; readonly id: JobId; readonly frame: RawVideo };

/** The studio's end of the line to one accelerator: keeps itself up, and picks up after a break where it was. */
export interface AcceleratorLink {
  readonly state: LinkState;
  readonly offers: readonly EngineOffer[];
  /** Tries at once to reach it. */
  look(): void;
  /** Hands it a job. The bytes that it names and that are not there yet are sent before it. */
  submit(order: JobOrder, bytes: (sha256: Sha256) => Promise<Blob | undefined>): Promise<Result<RemoteJob, Fault>>;
  /** The job as it stands there; undefined where it is not known: it is to be sent again. */
  job(id: JobId): Promise<Result<RemoteJob | undefined, Fault>>;
  cancel(id: JobId): Promise<Result<RemoteJob | undefined, Fault>>;
  /** The bytes of a result, checked against their name. */
  fetch(media: Sha256, onFraction?: (fraction: number) => void): Promise<Result<Blob, Fault>>;
  /** The result is kept here: the accelerator may let it go. */
  collected(id: JobId, media: Sha256): Promise<void>;
  /** Asks by HTTP under `/api/v1`, with what proves who asks. */
  ask(path: string, init?: RequestInit): Promise<Result<Response, Fault>>;
  subscribe(listener: (event: LinkEvent) => void): () => void;
  dispose(): void;
}
