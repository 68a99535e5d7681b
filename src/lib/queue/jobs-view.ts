import { inOrderOfWork } from '#core/domain/queue/queue-order.ts';
import { type JobId, TakeId } from '#core/schema/ids.ts';
import type { StudioStorage } from '#lib/storage/ports.ts';
import type { JobRecord } from '#lib/storage/records.ts';
import type { QueueEvent } from './events.ts';

type Truth = Extract<QueueEvent, { kind: 'jobs' }>;

/** What the store says about the jobs, as this tab shows it. */
export class JobsView {
  readonly #storage: Pick<StudioStorage, 'jobs' | 'takes' | 'standing'>;
  readonly #tell: (event: QueueEvent) => void;
  /** Jobs whose last change did not fit on the disk, as this tab knows them to be. */
  readonly #unwritten = new Map<JobId, JobRecord>();
  #truth: Truth = { kind: 'jobs', jobs: [], held: false };
  /** Every done job that was ever read: one whose dismissal is taken back is no news. */
  #done: Set<JobId> | undefined;
  #reading: Promise<void> | undefined;
  #again: Promise<void> | undefined;

  constructor(storage: Pick<StudioStorage, 'jobs' | 'takes' | 'standing'>, tell: (event: QueueEvent) => void) {
    this.#storage = storage;
    this.#tell = tell;
  }

  /** What was last read. */
  get truth(): Truth {
    return this.#truth;
  }

  /** Shows a job as it is, until `written`, though the store does not know. */
  showUnwritten(record: JobRecord): void {
    this.#unwritten.set(record.id, record);
  }

  written(id: JobId): void {
    this.#unwritten.delete(id);
  }

  /** Reads the store and tells; what is asked for while it reads is one more reading for all who asked. */
  read(): Promise<void> {
    if (!this.#reading) return (this.#reading = this.#read().finally(() => (this.#reading = undefined)));
    return (this.#again ??= this.#reading
      .catch(() => undefined)
      .then(() => {
        this.#again = undefined;
        return this.read();
      }));
  }

  async #read(): Promise<void> {
    const { jobs, standing } = this.#storage;
    const [kept, { held }] = await Promise.all([jobs.all(), standing.read()]);
    const shown = kept.map((record) => this.#unwritten.get(record.id) ?? record);
    this.#truth = { kind: 'jobs', jobs: inOrderOfWork(shown), held };
    const done = shown.filter(({ job }) => job.state === 'done');
    // A take is there before its job is shown as done, so that nothing is missing in between.
    if (this.#done) await this.#tellPublished(done.filter(({ id }) => !this.#done?.has(id)));
    this.#done = new Set([...(this.#done ?? []), ...done.map(({ id }) => id)]);
    this.#tell(this.#truth);
  }

  async #tellPublished(records: readonly JobRecord[]): Promise<void> {
    for (const { id } of records) {
      const take = await this.#storage.takes.get(TakeId.parse(id));
      if (take) this.#tell({ kind: 'published', id, take });
    }
  }
}
