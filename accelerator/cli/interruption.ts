/** Within this time two signals are one: the terminal and a parent process may each send it. */
const SAME_PRESS_MS = 500;

export type InterruptSignal = 'SIGINT' | 'SIGTERM';

/**
 * Turns the first Ctrl+C (or a request to end) into a cancel that the work obeys at its next step. A
 * second one that is meant as such ends the process at once.
 */
export class Interruption {
  #first: { signal: InterruptSignal; at: number } | undefined;

  constructor(onImpatience: (exitCode: number) => void) {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        const now = performance.now();
        if (!this.#first) this.#first = { signal, at: now };
        else if (now - this.#first.at > SAME_PRESS_MS) onImpatience(this.exitCode);
      });
    }
  }

  get aborted(): boolean {
    return this.#first !== undefined;
  }

  /** 130 after Ctrl+C, 143 after a request to end: 128 and the signal's number, as shells count. */
  get exitCode(): number {
    return this.#first?.signal === 'SIGTERM' ? 143 : 130;
  }
}
