import { isOver, type JobEvent, move, newJob } from '#core/domain/job.ts';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import type { JobId } from '#core/schema/ids.ts';
import type { Job } from '#core/schema/job.ts';
import type { JobStore } from '#lib/storage/ports.ts';
import type { JobRecord } from '#lib/storage/records.ts';

/** A browser job is tried once; whoever wants it again says so. */
const MOST_ATTEMPTS = 1;

/** How long a begun job is held at a time, in milliseconds. Only the leader begins jobs, so nobody waits for this. */
const LEASE_MS = 60_000;

/** The kept jobs, each moved only as domain/job allows. Used by the leader alone. */
export class JobLine {
  readonly #store: JobStore;
  readonly #holder = crypto.randomUUID();
  /** Ends that a full disk did not take. They hold until the tab closes; then the job counts as interrupted. */
  readonly #unwritten = new Map<JobId, JobRecord>();

  constructor(store: JobStore) {
    this.#store = store;
  }

  async all(): Promise<readonly JobRecord[]> {
    return (await this.#store.all()).map((record) => this.#unwritten.get(record.id) ?? record);
  }

  /** Takes the lease; undefined when the job cannot be begun any more. */
  begin({ id }: JobRecord): Promise<JobRecord | undefined> {
    const now = Date.now();
    const event: JobEvent = { type: 'begin', holder: this.#holder, now, leaseUntil: now + LEASE_MS };
    return this.apply(id, event, { startedAt: now });
  }

  /** Moves a job and keeps it; undefined, and nothing changed, when the move is not legal. */
  async apply(id: JobId, event: JobEvent, changes: Partial<JobRecord> = {}): Promise<JobRecord | undefined> {
    const next = await this.#store.change(id, (record) =>
      movedRecord(this.#unwritten.get(id) ?? record, event, changes),
    );
    if (next) this.#unwritten.delete(id);
    return next;
  }

  /** Ends a begun job with a fault. Ends it in this tab at least when the disk does not take the record. */
  async end(id: JobId, fault: Fault): Promise<void> {
    const ended = (record: JobRecord) =>
      (fault.reason === 'cancelled' && record.job.state === 'running' && movedRecord(record, { type: 'cancel' })) ||
      movedRecord(record, { type: 'fault', lease: record.job.lease, fault });
    try {
      await this.#store.change(id, ended);
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      const record = await this.#store.get(id);
      const next = record && ended(record);
      if (next) this.#unwritten.set(id, next);
    }
  }

  /** Ends the jobs that a closed tab has left in the middle, so that they can be sent again. */
  async endInterrupted(): Promise<void> {
    for (const { id, job } of await this.#store.all()) {
      if (job.state !== 'running' && job.state !== 'publishing') continue;
      await this.apply(id, { type: 'fault', lease: job.lease, fault: { reason: 'interrupted', facts: {} } });
    }
  }

  /** Puts a failed or cancelled job back in line, behind those that wait. */
  async retry(id: JobId): Promise<void> {
    await this.apply(id, { type: 'retry' }, { createdAt: Date.now() });
  }

  /** Forgets a job that is over. */
  async dismiss(id: JobId): Promise<void> {
    await this.#store.clear([id], (record) => isOver((this.#unwritten.get(id) ?? record).job));
    this.#unwritten.delete(id);
  }
}

function movedRecord(record: JobRecord, event: JobEvent, changes: Partial<JobRecord> = {}): JobRecord | undefined {
  const moved = move(record.job, event);
  if (!moved.ok) return undefined;
  const over = isOver(moved.value) ? { endedAt: Date.now() } : {};
  return { ...record, ...over, ...changes, job: moved.value };
}

/** A new job that stands in line. */
export function sentJob(id: JobId): Job {
  const sent = move(newJob(id, MOST_ATTEMPTS), { type: 'send' });
  if (!sent.ok) throw new Error('a draft can always be sent');
  return sent.value;
}
