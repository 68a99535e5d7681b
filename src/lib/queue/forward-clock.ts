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
}
