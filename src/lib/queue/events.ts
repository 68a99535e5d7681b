import type { Fault } from '#core/schema/fault.ts';
import type { JobId, TakeId } from '#core/schema/ids.ts';
import type { Progress } from '#core/schema/progress.ts';
import type { GenerationRequest } from '#core/schema/request.ts';
import type { Crops, Take } from '#core/schema/take.ts';
import type { JobRecord } from '#lib/storage/records.ts';

/** One frame of a clip as it forms: RGB bytes, rows from the top. */
export interface PreviewFrame {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array<ArrayBuffer>;
}

/** What the queue tells those who listen; the same in the tab that runs the jobs and in all others. */
export type QueueEvent =
  /** All jobs that are not done, oldest first. */
  | { readonly kind: 'jobs'; readonly jobs: readonly JobRecord[] }
  | { readonly kind: 'progress'; readonly id: JobId; readonly progress: Progress }
  | { readonly kind: 'preview'; readonly id: JobId; readonly frame: PreviewFrame }
  | { readonly kind: 'published'; readonly id: JobId; readonly take: Take }
  /** A finished clip that could not be kept: offered for download until the tab closes. Only in the tab that made it. */
  | { readonly kind: 'unkept'; readonly id: JobId; readonly media: Blob; readonly fault: Fault }
  /** Nothing can be begun until a person does something. Only in the tab that works. */
  | { readonly kind: 'stuck'; readonly fault: Fault };

/** What a take is to remember beside its recipe. */
export interface Origin {
  readonly variedFrom?: TakeId | undefined;
  readonly crops?: Crops | undefined;
}

/** The queue as the screens' state sees it. */
export interface Queue {
  /** Keeps the job, then works on it when its turn comes. Sending one id twice is one job. */
  submit(id: JobId, request: GenerationRequest, origin?: Origin): Promise<void>;
  cancel(id: JobId): Promise<void>;
  /** Puts a failed, cancelled or interrupted job back in line. */
  retry(id: JobId): Promise<void>;
  /** Forgets a job that has ended. */
  dismiss(id: JobId): Promise<void>;
  /** Calls back for every event, at once with the jobs as they are; returns the way to stop. */
  subscribe(listener: (event: QueueEvent) => void): () => void;
}
