import { type Fault, FaultError } from '#core/schema/fault.ts';
import type { DraftStore } from '#lib/storage/ports.ts';
import type { Draft } from '#lib/storage/records.ts';

/** The longest that a change may stay unwritten, in milliseconds. */
const DELAY_MS = 200;

/** Writes the draft soon after each change, and at once when the page goes away. */
export class DraftKeeper {
  readonly #store: DraftStore;
  readonly #report: (fault: Fault) => void;
  readonly #stop = new AbortController();
  #read: (() => Draft) | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Whether the latest write succeeded; waits for the one under way. */
  #written: Promise<boolean> = Promise.resolve(true);

  /** `report` hears when the draft could not be written. */
  constructor(store: DraftStore, report: (fault: Fault) => void) {
    this.#store = store;
    this.#report = report;
    const { signal } = this.#stop;
    addEventListener('pagehide', () => this.flush(), { signal });
    document.addEventListener('visibilitychange', () => document.hidden && this.flush(), { signal });
  }

  /** Notes that the draft has changed; `read` is called when it is written. */
  keep(read: () => Draft): void {
    this.#read = read;
    this.#timer ??= setTimeout(() => this.flush(), DELAY_MS);
  }

  /** Writes what is unwritten. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const read = this.#read;
    this.#read = undefined;
    if (read) this.#written = this.#write(read());
  }

  /** Writes what is unwritten; resolves with whether all of it is kept now. */
  settle(): Promise<boolean> {
    this.flush();
    return this.#written;
  }

  dispose(): void {
    this.flush();
    this.#stop.abort();
  }

  async #write(draft: Draft): Promise<boolean> {
    try {
      await this.#store.write(draft);
      return true;
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      this.#report(error.fault);
      return false;
    }
  }
}
