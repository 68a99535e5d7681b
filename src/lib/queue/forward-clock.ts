/** How far ahead of the machine's clock what was kept is believed; further, it was kept while the clock ran wildly ahead. */
const MOST_AHEAD_MS = 2 * 366 * 24 * 60 * 60 * 1000;

/** The time of day in milliseconds since 1970, which in this tab never goes back, whoever sets the machine's clock. */
export class ForwardClock {
  #last = 0;
  #lastAt = 0;

  now(): number {
    const at = performance.now();
    this.#last = Math.max(Date.now(), Math.round(this.#last + at - this.#lastAt));
    this.#lastAt = at;
    return this.#last;
  }

  /** Something was kept at this moment, by this tab or one before it: it is later now. */
  pass(moment: number): void {
    if (moment - Date.now() <= MOST_AHEAD_MS) this.#last = Math.max(this.now(), moment);
  }
}
