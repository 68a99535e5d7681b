import { foresee, type LineTime } from '#core/domain/queue/line-times.ts';
import { isOver } from '#core/domain/queue/job.ts';
import type { JobId } from '#core/schema/ids.ts';
import type { JobRecord } from '#lib/storage/records.ts';
import { Clock } from '../shell/clock.svelte.ts';
import type { EngineState } from '../engines/engine.svelte.ts';
import type { JobsState } from './jobs.svelte.ts';
import { isRunning } from './queue-sections.ts';

/** How long the jobs take and when their turn comes, from how it goes and from what past jobs took. */
export class QueueTimes {
  readonly #clock = new Clock();
  readonly #times = $derived.by(() =>
    foresee(
      this.#jobs.records.flatMap((record) =>
        isRunning(record) || this.#willBegin(record)
          ? [{ id: record.id, lane: record.lane, leftMs: this.leftMs(record) }]
          : [],
      ),
    ),
  );

  readonly #jobs: JobsState;
  readonly #engine: Pick<EngineState, 'expectedMs'>;

  constructor(jobs: JobsState, engine: Pick<EngineState, 'expectedMs'>) {
    this.#jobs = jobs;
    this.#engine = engine;
  }

  /** Milliseconds since 1970, new every second. */
  get now(): number {
    return this.#clock.now;
  }

  /** Milliseconds that a running job has been worked on. */
  elapsedMs({ startedAt, createdAt }: JobRecord): number {
    return Math.max(0, this.now - (startedAt ?? createdAt));
  }

  /** Milliseconds that a job will still take once it is begun, or from now on; null while nobody can tell. */
  leftMs(record: JobRecord): number | null {
    // What an accelerator needs is not known from what this browser needed.
    const expected = record.lane === 'browser' ? this.#engine.expectedMs(record.request) : null;
    if (!isRunning(record)) return expected;
    return this.#jobs.live(record.id)?.etaMs ?? (expected === null ? null : Math.max(0, expected - this.elapsedMs(record)));
  }

  /** When a job begins and ends; undefined for one that does not go on by itself. */
  of(id: JobId): LineTime | undefined {
    return this.#times.get(id);
  }

  /** Milliseconds until the last of some jobs is over; null where nobody can tell, as while one of them is paused. */
  until(jobs: readonly JobRecord[]): number | null {
    const ends = jobs.flatMap(({ id, job }) => (isOver(job) ? [] : [this.#times.get(id)?.endsInMs ?? null]));
    return ends.length === 0 || ends.includes(null) ? null : Math.max(...(ends as number[]));
  }

  #willBegin({ job }: JobRecord): boolean {
    return job.state === 'queued' && !this.#jobs.held;
  }
}
