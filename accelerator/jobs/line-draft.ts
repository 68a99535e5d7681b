import type { JobsById } from '#core/domain/queue/dependencies.ts';
import type { JobEvent } from '#core/domain/queue/job.ts';
import { moved } from '#core/domain/queue/queued-job.ts';
import { settleJob, type Surroundings } from '#core/domain/queue/settle-line.ts';
import type { AcceleratorEngineId } from '#core/schema/engine-id.ts';
import type { JobId } from '#core/schema/ids.ts';
import type { Change } from './job-store.ts';
import type { KeptJob } from './kept-job.ts';

/** What the jobs of a line find around them, and where one goes that has no engine of its own. */
export interface LineSurroundings extends Surroundings<KeptJob> {
  engineFor(kept: KeptJob): AcceleratorEngineId;
}

type About = Parameters<typeof moved>[3];

/** Changes to the jobs of one client that are written together, with all that follows from them for its other jobs. */
export class LineDraft implements JobsById<KeptJob> {
  readonly #line: ReadonlyMap<JobId, KeptJob>;
  readonly #around: LineSurroundings;
  readonly #now: number;
  readonly #changed = new Map<JobId, KeptJob | undefined>();

  /** `now`: milliseconds since 1970. */
  constructor(line: ReadonlyMap<JobId, KeptJob>, around: LineSurroundings, now: number) {
    this.#line = line;
    this.#around = around;
    this.#now = now;
  }

  get(id: JobId): KeptJob | undefined {
    return this.#changed.has(id) ? this.#changed.get(id) : this.#line.get(id);
  }

  put(kept: KeptJob): void {
    this.#changed.set(kept.id, kept);
  }

  /** Moves a job by the rules; answers whether they allow it. */
  apply(id: JobId, event: JobEvent, about?: About): boolean {
    const kept = this.get(id);
    const next = kept && moved(kept, event, this.#now, about);
    if (next) this.put(next);
    return next !== undefined;
  }

  /** Forgets a job. Where it was done, nobody needs it any more. */
  forget(id: JobId): void {
    const kept = this.get(id);
    if (!kept) return;
    this.#changed.set(id, undefined);
    if (kept.job.state !== 'done') return;
    for (const needing of this.#needing(id)) this.put({ ...needing, dependsOn: needing.dependsOn.filter((needed) => needed !== id) });
  }

  /** Lets every job that was changed, and those that need it, wait for what it needs and for nothing else. */
  settle(ids: Iterable<JobId> = this.#changed.keys()): void {
    const unsettled = new Set(ids);
    const told = new Map<JobId, KeptJob['job']['state'] | undefined>();
    // A set goes on over what is added to it.
    for (const id of unsettled) {
      this.#settleOne(id);
      const state = this.get(id)?.job.state;
      const before = told.has(id) ? told.get(id) : this.#line.get(id)?.job.state;
      if (state === before) continue;
      told.set(id, state);
      for (const needing of this.#needing(id)) {
        unsettled.delete(needing.id);
        unsettled.add(needing.id);
      }
    }
  }

  changes(): Change[] {
    return [...this.#changed].flatMap(([id, kept]): Change[] => {
      if (kept) return [{ put: kept }];
      const forgotten = this.#line.get(id);
      return forgotten ? [{ forget: forgotten }] : [];
    });
  }

  #settleOne(id: JobId): void {
    for (;;) {
      const kept = this.get(id);
      if (!kept) return;
      const { state } = kept.job;
      const engine = state === 'queued' || state === 'waiting' ? this.#around.engineFor(kept) : kept.lane;
      const placed = engine === kept.lane ? kept : { ...kept, lane: engine };
      if (placed !== kept) this.put(placed);
      const moves = settleJob(placed, this, this.#around);
      if (moves.filter(({ event }) => this.apply(id, event)).length === 0) return;
    }
  }

  /** The jobs of the line that need another; of what is new in the draft nobody asks, for it is settled anyway. */
  #needing(id: JobId): KeptJob[] {
    const needing: KeptJob[] = [];
    for (const kept of this.#line.values()) {
      const now = kept.dependsOn.includes(id) ? this.get(kept.id) : undefined;
      if (now) needing.push(now);
    }
    return needing;
  }
}
