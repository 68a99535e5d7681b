import { RemainingTime } from '#core/domain/estimate.ts';
import { explainInLine } from '#core/domain/explain.ts';
import { isOver } from '#core/domain/job.ts';
import type { Fault } from '#core/schema/fault.ts';
import type { JobId } from '#core/schema/ids.ts';
import type { Progress } from '#core/schema/progress.ts';
import type { PreviewFrame, Queue, QueueEvent } from '#lib/queue/events.ts';
import type { JobRecord, StoredRequest } from '#lib/storage/records.ts';
import { announceProgress } from './progress-words.ts';
import type { ShellState } from './shell.svelte.ts';

export type RequestSummary = Omit<StoredRequest, 'first' | 'last'>;

export interface WaitingJob {
  readonly id: JobId;
  readonly request: RequestSummary;
  readonly createdAt: number;
}

export interface RunningJob extends WaitingJob {
  readonly progress: Progress;
  /** Milliseconds until it is done, as far as one can tell; null while nobody can. */
  readonly etaMs: number | null;
  readonly preview: ImageBitmap | null;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
}

export interface EndedJob extends WaitingJob {
  readonly state: 'failed' | 'cancelled' | 'interrupted';
  readonly fault: Fault;
  readonly endedAt: number;
  /** A clip that was finished but could not be kept. */
  readonly rescue: { readonly url: string; readonly type: string } | null;
}

const NOT_BEGUN: Progress = { stage: 'load', step: 0, steps: 1, fraction: 0 };

/** The jobs without a take: the running one, those in line, and those that ended without a take. */
export class JobsState {
  #records = $state.raw<readonly JobRecord[]>([]);
  #progress = $state.raw<Progress>(NOT_BEGUN);
  #etaMs = $state.raw<number | null>(null);
  #preview = $state.raw<ImageBitmap | null>(null);
  #rescues = $state.raw<ReadonlyMap<JobId, { url: string; type: string }>>(new Map());

  readonly #runningRecord = $derived(this.#records.find(isRunning));
  readonly #running = $derived.by((): RunningJob | null => {
    const record = this.#runningRecord;
    return (
      record && {
        ...summary(record),
        progress: this.#progress,
        etaMs: this.#etaMs,
        preview: this.#preview,
        startedAt: record.startedAt ?? record.createdAt,
      }
    ) ?? null;
  });
  readonly #waiting = $derived(this.#records.filter((record) => !isRunning(record) && !isOver(record.job)).map(summary));
  readonly #ended = $derived(this.#records.flatMap((record) => this.#asEnded(record)));

  readonly #queue: Queue;
  readonly #shell: ShellState;
  readonly #say: (id: JobId, progress: Progress) => void;
  readonly #unsubscribe: () => void;
  #current: JobId | undefined;
  #pace = new RemainingTime();

  constructor(queue: Queue, shell: ShellState) {
    this.#queue = queue;
    this.#shell = shell;
    this.#say = announceProgress((text) => shell.announce(text));
    this.#unsubscribe = queue.subscribe((event) => this.#take(event));
  }

  get running(): RunningJob | null {
    return this.#running;
  }

  get waiting(): readonly WaitingJob[] {
    return this.#waiting;
  }

  get ended(): readonly EndedJob[] {
    return this.#ended;
  }

  /** Ends a waiting or running job; done within half a second. */
  cancel(id: JobId): Promise<void> {
    return this.#queue.cancel(id);
  }

  /** Puts an ended job back in line, unchanged. */
  retry(id: JobId): Promise<void> {
    this.#dropRescue(id);
    return this.#queue.retry(id);
  }

  /** Forgets an ended job. */
  dismiss(id: JobId): Promise<void> {
    this.#dropRescue(id);
    return this.#queue.dismiss(id);
  }

  dispose(): void {
    this.#unsubscribe();
    this.#preview?.close();
    for (const id of this.#rescues.keys()) this.#dropRescue(id);
  }

  #take(event: QueueEvent): void {
    switch (event.kind) {
      case 'jobs':
        this.#sayEnds(event.jobs);
        this.#records = event.jobs;
        this.#enter(event.jobs.find(isRunning)?.id);
        break;
      case 'progress':
        if (event.id !== this.#current) return;
        this.#progress = event.progress;
        this.#pace.add(performance.now(), event.progress.fraction);
        this.#etaMs = this.#pace.remaining(performance.now()) ?? null;
        this.#say(event.id, event.progress);
        break;
      case 'preview':
        if (event.id === this.#current) void this.#show(event.id, event.frame);
        break;
      case 'published':
        this.#shell.announce('The clip is ready.');
        break;
      case 'stuck':
        this.#shell.toast('bad', explainInLine(event.fault));
        break;
      case 'unkept':
        this.#rescues = new Map(this.#rescues).set(event.id, {
          url: URL.createObjectURL(event.media),
          type: event.media.type,
        });
        break;
    }
  }

  #enter(id: JobId | undefined): void {
    if (id === this.#current) return;
    this.#current = id;
    this.#progress = NOT_BEGUN;
    this.#pace = new RemainingTime();
    this.#etaMs = null;
    this.#preview?.close();
    this.#preview = null;
    if (id) this.#say(id, NOT_BEGUN);
  }

  #sayEnds(records: readonly JobRecord[]): void {
    for (const { id, job } of records) {
      const before = this.#records.find((record) => record.id === id);
      if (job.state === 'failed' && before && before.job.state !== 'failed') {
        this.#shell.announce(explainInLine(job.fault), { assertive: true });
      }
    }
  }

  #asEnded(record: JobRecord): EndedJob[] {
    const { job } = record;
    if (job.state !== 'failed' && job.state !== 'cancelled') return [];
    const fault: Fault = job.state === 'failed' ? job.fault : { reason: 'cancelled', facts: {} };
    return [
      {
        ...summary(record),
        state: fault.reason === 'interrupted' ? 'interrupted' : job.state,
        fault,
        endedAt: record.endedAt ?? record.createdAt,
        rescue: this.#rescues.get(record.id) ?? null,
      },
    ];
  }

  async #show(id: JobId, frame: PreviewFrame): Promise<void> {
    const bitmap = await createImageBitmap(opaque(frame));
    if (id !== this.#current) {
      bitmap.close();
      return;
    }
    this.#preview?.close();
    this.#preview = bitmap;
  }

  #dropRescue(id: JobId): void {
    const rescue = this.#rescues.get(id);
    if (!rescue) return;
    URL.revokeObjectURL(rescue.url);
    const rest = new Map(this.#rescues);
    rest.delete(id);
    this.#rescues = rest;
  }
}

function isRunning({ job }: JobRecord): boolean {
  return job.state === 'running' || job.state === 'publishing';
}

function summary({ id, request: { first: _first, last: _last, ...request }, createdAt }: JobRecord): WaitingJob {
  return { id, request, createdAt };
}

function opaque({ width, height, rgb }: PreviewFrame): ImageData {
  const image = new ImageData(width, height);
  for (let from = 0, to = 0; from < rgb.length; from += 3, to += 4) {
    image.data[to] = rgb[from]!;
    image.data[to + 1] = rgb[from + 1]!;
    image.data[to + 2] = rgb[from + 2]!;
    image.data[to + 3] = 255;
  }
  return image;
}
