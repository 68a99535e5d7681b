/** Looks in which a piece of work may show no sign of life. */
const LOOKS = 30;

/**
 * Calls `onStill` once when there was no sign of life for so many milliseconds. It counts its own looks,
 * so that the hours in which the machine slept count as one look.
 */
export class Watchdog {
  readonly #timer: ReturnType<typeof setInterval>;
  #stillFor = 0;

  constructor(limitMs: number, onStill: () => void) {
    this.#timer = setInterval(() => {
      this.#stillFor += 1;
      if (this.#stillFor < LOOKS) return;
      this.stop();
      onStill();
    }, limitMs / LOOKS);
  }

  /** There was a sign of life. */
  note(): void {
    this.#stillFor = 0;
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
