import { FaultError } from '#core/schema/fault.ts';
import type { JobId } from '#core/schema/ids.ts';
import type { JobStore } from '#lib/storage/ports.ts';
import type { JobRecord } from '#lib/storage/records.ts';
import type { JobsView } from './jobs-view.ts';

type Change = (record: JobRecord) => JobRecord | undefined;

/** Ends of attempts that a full disk did not take: shown in this tab all the same, and written when there is room. */
export class UnwrittenEnds {
  readonly #jobs: JobStore;
  readonly #view: JobsView;
  readonly #changes = new Map<JobId, Change>();

  constructor(jobs: JobStore, view: JobsView) {
    this.#jobs = jobs;
    this.#view = view;
  }

  async write(id: JobId, change: Change): Promise<void> {
    try {
      await this.#jobs.change(id, change);
      this.#changes.delete(id);
      this.#view.written(id);
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      this.#changes.set(id, change);
      const record = await this.#jobs.get(id);
      const ended = record && change(record);
      if (ended) this.#view.showUnwritten(ended);
    }
  }

  async tryAgain(): Promise<void> {
    for (const [id, change] of this.#changes) await this.write(id, change);
  }
}
