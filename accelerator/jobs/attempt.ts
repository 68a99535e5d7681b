import type { Logger } from 'pino';
import type { RawVideo } from '#core/domain/generate/engine.ts';
import type { ForwardClock } from '#core/domain/queue/forward-clock.ts';
import { isHeld } from '#core/domain/queue/job.ts';
import { moved } from '#core/domain/queue/queued-job.ts';
import type { JobResult } from '#core/schema/accelerator/remote-job.ts';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import type { Progress } from '#core/schema/progress.ts';
import type { JobStore } from './job-store.ts';
import type { KeptJob } from './kept-job.ts';
import type { Lines } from './lines.ts';
import { runJob } from './run-job.ts';
import type { RunParts } from './run-parts.ts';

export interface AttemptParts extends RunParts {
  readonly store: JobStore;
  readonly lines: Lines;
  readonly clock: ForwardClock;
  readonly log: Logger;
  /** How long work may make no progress, in milliseconds. */
  readonly stillMs: number;
  /** How long a lease is given, in milliseconds; it is renewed three times in that. */
  readonly leaseMs: number;
  onProgress(progress: Progress): void;
  onPreview(frame: RawVideo): void;
}

/** How an attempt ended. */
export type Ending = { readonly result: JobResult } | { readonly fault: Fault };

/** Looks in which work may show no sign of life; so the hours in which the machine slept count as one look. */
const LOOKS = 30;

/** One try at a job, from its begin until it is published or has failed. */
export class Attempt {
  /** As it was begun. */
  readonly kept: KeptJob;
  readonly #parts: AttemptParts;
  readonly #stop = new AbortController();
  #stillFor = 0;
  #timedOut = false;

  constructor(kept: KeptJob, parts: AttemptParts) {
    this.kept = kept;
    this.#parts = parts;
  }

  /** Whether it was told to stop, by whoever took the job away. */
  get stopped(): boolean {
    return this.#stop.signal.aborted && !this.#timedOut;
  }

  stop(): void {
    this.#stop.abort();
  }

  /** The job is nobody else's: not cancelled, forgotten, or begun again under a later lease. */
  get isMine(): boolean {
    const { client, id, job } = this.kept;
    const now = this.#parts.store.get(client, id)?.job;
    return now !== undefined && isHeld(now) && isHeld(job) && now.lease === job.lease && now.holder === job.holder;
  }

  /** Works; answers what is to be written, undefined where the job is not its own any more. */
  async work(): Promise<Ending | undefined> {
    const { stillMs, leaseMs, log } = this.#parts;
    const looks = setInterval(() => this.#look(), stillMs / LOOKS);
    const beats = setInterval(() => this.#renew(), leaseMs / 3);
    try {
      const result = await runJob(this.kept, this.#parts, this.#stop.signal, {
        onProgress: (progress) => {
          this.#stillFor = 0;
          if (!this.#stop.signal.aborted) this.#parts.onProgress(progress);
        },
        onPreview: (frame) => {
          this.#stillFor = 0;
          if (!this.#stop.signal.aborted) this.#parts.onPreview(frame);
        },
        onMade: () => {
          clearInterval(looks);
          return this.#publish();
        },
      });
      return result && { result };
    } catch (error) {
      // A bug must not stop the line: the attempt has failed, and the log says how.
      if (!(error instanceof FaultError)) log.error({ err: error, job: this.kept.id }, 'an attempt failed for a reason nobody expected');
      const fault: Fault = error instanceof FaultError ? error.fault : { reason: 'worker-died', facts: {} };
      const timedOut = this.#timedOut && fault.reason === 'cancelled';
      return { fault: timedOut ? { reason: 'timed-out', facts: { minutes: Math.round(stillMs / 60_000) } } : fault };
    } finally {
      clearInterval(looks);
      clearInterval(beats);
    }
  }

  /** Says that the work is being kept; answers whether it is still wanted. */
  #publish(): boolean {
    const { client, id, job } = this.kept;
    if (!this.isMine) return false;
    try {
      return this.#parts.lines.change(client, (draft) => draft.apply(id, { type: 'publish', lease: job.lease }));
    } catch (error) {
      // With the disk full it is said together with the end, when there is room.
      if (error instanceof FaultError) return true;
      throw error;
    }
  }

  #look(): void {
    this.#stillFor += 1;
    if (this.#stillFor < LOOKS || this.#stop.signal.aborted) return;
    this.#timedOut = true;
    this.#stop.abort();
  }

  #renew(): void {
    const { store, clock, leaseMs, log } = this.#parts;
    const { client, id, job } = this.kept;
    const now = clock.now();
    const kept = this.isMine ? store.get(client, id) : undefined;
    const renewed = kept && moved(kept, { type: 'renew', lease: job.lease, leaseUntil: now + leaseMs }, now);
    if (!renewed) return;
    try {
      store.write([{ put: renewed, quiet: true }]);
    } catch (error) {
      // With the disk full it goes on: nobody else is there to take the job.
      log.warn({ err: error, job: id }, 'a lease could not be renewed');
    }
  }
}
