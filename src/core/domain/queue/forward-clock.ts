/** How far ahead of the machine's clock what was kept is believed; further, it was kept while the clock ran wildly ahead. */
const MOST_AHEAD_MS = 2 * 366 * 24 * 60 * 60 * 1000;

/** The clocks of a host. */
export interface HostClocks {
  /** The time of day in milliseconds since 1970: a person can put it back. */
  readonly date: () => number;
  /** Milliseconds since some moment: nobody can put them back. */
  readonly steady: () => number;
}

/** The time of day in milliseconds since 1970, which in this process never goes back, whoever sets the machine's clock. */
export class ForwardClock {
  readonly #host: HostClocks;
  #last = 0;
  #lastAt = 0;

  constructor(host: HostClocks) {
    this.#host = host;
  }

  now(): number {
    const at = this.#host.steady();
    this.#last = Math.max(this.#host.date(), Math.round(this.#last + at - this.#lastAt));
    this.#lastAt = at;
    return this.#last;
  }

  /** Something was kept at this moment, here or before this began: it is later now. */
  pass(moment: number): void {
    if (moment - this.#host.date() <= MOST_AHEAD_MS) this.#last = Math.max(this.now(), moment);
  }
}
