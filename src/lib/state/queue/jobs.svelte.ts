import { explainInLine } from '#core/domain/words/explain.ts';
import { isOver } from '#core/domain/queue/job.ts';
import type { Fault } from '#core/schema/fault.ts';
import type { JobId } from '#core/schema/ids.ts';
import type { Progress } from '#core/schema/progress.ts';
import type { StoredRequest } from '#core/schema/stored-request.ts';
import type { Queue, QueueEvent } from '#lib/queue/events.ts';
import type { JobRecord } from '#lib/storage/records.ts';
import { LiveJob, NOT_BEGUN } from './live-job.svelte.ts';
import { ProgressVoice } from './progress-words.ts';
import { isRunning } from './queue-sections.ts';
import type { ShellState } from '../shell/shell.svelte.ts';

export type RequestSummary = Omit<StoredRequest, 'first' | 'last'>;

export interface WaitingJob {
  readonly id: JobId;
  readonly request: RequestSummary;
  readonly createdAt: number;
  /** Whether a person has put it aside. */
  readonly paused: boolean;
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
  readonly rescue: Rescue | null;
}

/** A clip that was finished but could not be kept: a blob URL, and its type. */
export interface Rescue {
  readonly url: string;
  readonly type: string;
}

/** All jobs as the queue tells them, and what is seen of those that run. */
export class JobsState {
  #records = $state.raw<readonly JobRecord[]>([]);
  #held = $state(false);
  #rescues = $state.raw<ReadonlyMap<JobId, Rescue>>(new Map());
  /** Replaced whole: it changes only when work begins or ends. */
  #live = $state.raw<ReadonlyMap<JobId, LiveJob>>(new Map());

  readonly #runningRecord = $derived(this.#records.find(isRunning));
  readonly #running = $derived.by((): RunningJob | null => {
    const record = this.#runningRecord;
    if (!record) return null;
    const live = this.#live.get(record.id);
    return {
      ...summary(record),
      progress: live?.progress ?? NOT_BEGUN,
      etaMs: live?.etaMs ?? null,
      preview: live?.preview ?? null,
      startedAt: record.startedAt ?? record.createdAt,
    };
  });
  readonly #waiting = $derived(this.#records.filter((record) => !isRunning(record) && !isOver(record.job)).map(summary));
  readonly #unfinished = $derived(this.#records.filter(({ job }) => !isOver(job)).length);
  readonly #ended = $derived(this.#records.flatMap((record) => this.#asEnded(record)));

  readonly #queue: Queue;
  readonly #shell: ShellState;
  readonly #voice: ProgressVoice;
  readonly #unsubscribe: () => void;

  constructor(queue: Queue, shell: ShellState) {
    this.#queue = queue;
    this.#shell = shell;
    this.#voice = new ProgressVoice((text, options) => shell.announce(text, options));
    this.#unsubscribe = queue.subscribe((event) => this.#take(event));
  }

  /** Every job, done ones too until they are cleared, in the order of work. */
  get records(): readonly JobRecord[] {
    return this.#records;
  }

  /** Whether all is paused: what runs is finished, nothing new is begun. */
  get held(): boolean {
    return this.#held;
  }

  /** Jobs that are not over yet. */
  get unfinished(): number {
    return this.#unfinished;
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

  /** What is seen of a running job. */
  live(id: JobId): LiveJob | undefined {
    return this.#live.get(id);
  }

  /** The finished clip of a failed job, where only keeping it failed; offered until the tab closes. */
  rescue(id: JobId): Rescue | null {
    return this.#rescues.get(id) ?? null;
  }

  /** Ends a waiting or running job; done within half a second. */
  cancel(id: JobId): Promise<void> {
    return this.#queue.cancel(id);
  }

  /** Puts an ended job back in line, unchanged. */
  retry(id: JobId): Promise<void> {
    return this.#queue.retry(id);
  }

  /** Forgets an ended job. */
  dismiss(id: JobId): Promise<void> {
    return this.#queue.dismiss(id);
  }

  dispose(): void {
    this.#unsubscribe();
    this.#voice.dispose();
    for (const id of this.#live.keys()) this.#leave(id);
    for (const id of this.#rescues.keys()) this.#dropRescue(id);
  }

  #take(event: QueueEvent): void {
    switch (event.kind) {
      case 'jobs':
        this.#sayEnds(event.jobs);
        this.#records = event.jobs;
        this.#held = event.held;
        this.#follow(event.jobs);
        break;
      case 'progress':
        this.#live.get(event.id)?.note(event.progress);
        if (event.id === this.#runningRecord?.id) this.#voice.progress(event.id, event.progress);
        break;
      case 'preview':
        void this.#live.get(event.id)?.show(event.frame);
        break;
      case 'published':
        this.#voice.ready(event.take.recipe.frames);
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

  /** Meets the jobs that have begun, and leaves those that run no more. */
  #follow(records: readonly JobRecord[]): void {
    const running = new Set(records.filter(isRunning).map(({ id }) => id));
    for (const id of this.#live.keys()) if (!running.has(id)) this.#leave(id);
    for (const id of running) {
      if (this.#live.has(id)) continue;
      this.#live = new Map(this.#live).set(id, new LiveJob());
      if (id === this.#runningRecord?.id) this.#voice.progress(id, NOT_BEGUN);
    }
    // A clip without room is offered until its job has a take after all, or is dismissed.
    for (const id of this.#rescues.keys()) {
      const state = records.find((record) => record.id === id)?.job.state;
      if (state === undefined || state === 'done') this.#dropRescue(id);
    }
  }

  #leave(id: JobId): void {
    this.#live.get(id)?.dispose();
    this.#live = new Map([...this.#live].filter(([other]) => other !== id));
  }

  #sayEnds(records: readonly JobRecord[]): void {
    const before = new Map(this.#records.map((record) => [record.id, record.job.state]));
    for (const { id, job } of records) {
      const was = before.get(id);
      if (job.state === 'failed' && was !== undefined && was !== 'failed') {
        this.#voice.failed(explainInLine(job.fault));
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
        rescue: this.rescue(record.id),
      },
    ];
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

function summary({ id, job, request: { first: _first, last: _last, ...request }, createdAt }: JobRecord): WaitingJob {
  return { id, request, createdAt, paused: job.state === 'paused' };
}
