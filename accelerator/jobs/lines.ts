import type { ForwardClock } from '#core/domain/queue/forward-clock.ts';
import type { ClientId } from '#core/schema/accelerator/client.ts';
import type { JobStore } from './job-store.ts';
import { LineDraft, type LineSurroundings } from './line-draft.ts';

/** How jobs are changed: drafted by the rules, settled, then written at once. */
export class Lines {
  readonly #store: JobStore;
  readonly #around: LineSurroundings;
  readonly #clock: ForwardClock;

  constructor(store: JobStore, around: LineSurroundings, clock: ForwardClock) {
    this.#store = store;
    this.#around = around;
    this.#clock = clock;
  }

  /** Changes the jobs of one client, with all that follows. Throws FaultError `no-room-on-disk`: then nothing was changed. */
  change<Value>(client: ClientId, work: (draft: LineDraft, now: number) => Value): Value {
    const now = this.#clock.now();
    const draft = new LineDraft(this.#store.of(client), this.#around, now);
    const value = work(draft, now);
    draft.settle();
    this.#store.write(draft.changes());
    return value;
  }

  /** Looks at all jobs anew: what surrounds them has changed. */
  settleAll(): void {
    for (const client of this.#store.clients()) {
      const draft = new LineDraft(this.#store.of(client), this.#around, this.#clock.now());
      draft.settle(this.#store.of(client).keys());
      this.#store.write(draft.changes());
    }
  }
}
