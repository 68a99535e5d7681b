import type { ExactModel } from '#core/domain/queue/answers-request.ts';
import type { Fault } from '#core/schema/fault.ts';
import type { BatchId, JobId, TakeId } from '#core/schema/ids.ts';
import type { Priority } from '#core/schema/job.ts';
import type { MadeFor } from '#core/schema/made-for.ts';
import type { Progress } from '#core/schema/progress.ts';
import type { GenerationRequest } from '#core/schema/request.ts';
import type { Crops, Take } from '#core/schema/take.ts';
import type { JobRecord, Lane } from '#lib/storage/records.ts';

/** One frame of a clip as it forms: RGB bytes, rows from the top. */
export interface PreviewFrame {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array<ArrayBuffer>;
}

/** What the queue tells those who listen; the same in the tab that runs the jobs and in all others. */
export type QueueEvent =
  /** All jobs, done ones too until they are cleared, in the order they will be worked off; and whether all is paused. */
  | { readonly kind: 'jobs'; readonly jobs: readonly JobRecord[]; readonly held: boolean }
  | { readonly kind: 'progress'; readonly id: JobId; readonly progress: Progress }
  | { readonly kind: 'preview'; readonly id: JobId; readonly frame: PreviewFrame }
  | { readonly kind: 'published'; readonly id: JobId; readonly take: Take }
  /** A finished clip that could not be kept: offered for download until the tab closes. Only in the tab that made it. */
  | { readonly kind: 'unkept'; readonly id: JobId; readonly media: Blob; readonly fault: Fault }
  /** Nothing can be begun until a person does something. Only in the tab that works. */
  | { readonly kind: 'stuck'; readonly fault: Fault };

/** What a job is to remember beside its request. */
export interface Origin {
  readonly variedFrom?: TakeId | undefined;
  readonly crops?: Crops | undefined;
  /** The clip or keyframe that asked for it; its take is put there. */
  readonly madeFor?: MadeFor | undefined;
  /** `normal` by default. */
  readonly priority?: Priority | undefined;
  /** The browser's own engine by default. */
  readonly lane?: Lane | undefined;
  /** Jobs that must be done first. */
  readonly dependsOn?: readonly JobId[] | undefined;
  /** Jobs whose takes it starts or ends on; they must be done first, too. */
  readonly picturesFrom?: { readonly first?: JobId; readonly last?: JobId } | undefined;
  /** The model, one of whose takes is the answer where it was asked for the same before. */
  readonly reuse?: ExactModel | undefined;
  readonly batch?: BatchId | undefined;
  /** Whether it ends as soon as its previews look broken. */
  readonly stopBroken?: boolean | undefined;
}

export interface Submission {
  readonly id: JobId;
  readonly request: GenerationRequest;
  readonly origin?: Origin;
  /** Whether the id was made for this very sending: nobody can know it, so nothing is looked up before it is kept. */
  readonly isNew?: boolean;
}

/** Where a moved job goes: right before or right after another. */
export type Neighbour = { readonly before: JobId } | { readonly after: JobId };

/**
 * The queue as the screens' state sees it. Every command is kept before it resolves, from whichever
 * tab it comes; one that no longer fits (the job was done meanwhile) changes nothing. Throws FaultError
 * `no-room-on-disk` where a write does not fit.
 */
export interface Queue {
  /** Keeps the job, then works on it when its turn comes. Sending one id twice is one job. */
  submit(id: JobId, request: GenerationRequest, origin?: Origin): Promise<void>;
  /** Keeps all of them or none: the jobs of one action. */
  submitAll(submissions: readonly Submission[]): Promise<void>;
  cancel(...ids: readonly JobId[]): Promise<void>;
  /** Puts a job aside; a running one starts again from the beginning when it is resumed. */
  pause(...ids: readonly JobId[]): Promise<void>;
  /** Lets paused jobs, and jobs that wait for a person's yes, go on. */
  resume(...ids: readonly JobId[]): Promise<void>;
  /** Begins nothing new until `release`; what runs is finished. Also after a restart. */
  hold(): Promise<void>;
  release(): Promise<void>;
  /** Puts failed, cancelled or interrupted jobs back in line. */
  retry(...ids: readonly JobId[]): Promise<void>;
  /** Sends the same request again as a new job with a new seed; resolves with its id. */
  duplicate(id: JobId): Promise<JobId | undefined>;
  /** Moves a job in line; it takes on its neighbour's priority. */
  moveTo(id: JobId, neighbour: Neighbour): Promise<void>;
  prioritise(priority: Priority, ...ids: readonly JobId[]): Promise<void>;
  /** Forgets jobs that are over: done, failed or cancelled. Takes stay. */
  dismiss(...ids: readonly JobId[]): Promise<void>;
  /** Takes back a dismissal: the jobs are there again as they were. */
  restore(...jobs: readonly JobRecord[]): Promise<void>;
  /** Calls back for every event, at once with the jobs as they are; returns the way to stop. */
  subscribe(listener: (event: QueueEvent) => void): () => void;
}
