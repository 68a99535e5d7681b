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
  /** Jobs that this tab has just kept, and how many readings had begun by then: those may not have seen them. */
  readonly #justKept = new Map<JobId, { readonly record: JobRecord; readonly readings: number }>();
  #readings = 0;
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

  /** All jobs as they were last read; where nothing was read yet, once that is done. */
  async line(): Promise<readonly JobRecord[]> {
    if (!this.#done) await (this.#reading ?? this.read());
    return this.#truth.jobs;
  }

  /** Tells of new jobs that the store has now, without reading them back from it. */
  showKept(records: readonly JobRecord[]): void {
    const known = new Set(this.#truth.jobs.map(({ id }) => id));
    const added = records.filter(({ id }) => !known.has(id));
    for (const record of added) this.#justKept.set(record.id, { record, readings: this.#readings });
    this.#truth = { ...this.#truth, jobs: inOrderOfWork([...this.#truth.jobs, ...added]) };
    this.#tell(this.#truth);
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
    const reading = ++this.#readings;
    const [read, { held }] = await Promise.all([jobs.all(), standing.read()]);
    const kept = [...read, ...this.#unseen(reading, new Set(read.map(({ id }) => id)))];
    const shown = kept.map((record) => this.#unwritten.get(record.id) ?? record);
    this.#truth = { kind: 'jobs', jobs: inOrderOfWork(shown), held };
    const done = shown.filter(({ job }) => job.state === 'done');
    // A take is there before its job is shown as done, so that nothing is missing in between.
    if (this.#done) await this.#tellPublished(done.filter(({ id }) => !this.#done?.has(id)));
    this.#done = new Set([...(this.#done ?? []), ...done.map(({ id }) => id)]);
    this.#tell(this.#truth);
  }

  /** What was kept after this reading had begun, and was not seen by it. */
  #unseen(reading: number, seen: ReadonlySet<JobId>): JobRecord[] {
    for (const [id, { readings }] of this.#justKept) if (readings < reading || seen.has(id)) this.#justKept.delete(id);
    return [...this.#justKept.values()].map(({ record }) => record);
  }

  async #tellPublished(records: readonly JobRecord[]): Promise<void> {
    for (const { id } of records) {
      const take = await this.#storage.takes.get(TakeId.parse(id));
      if (take) this.#tell({ kind: 'published', id, take });
    }
  }
}
