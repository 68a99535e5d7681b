import { whileHolding } from './while-holding.ts';

/**
 * Does the work that one tab does for all, while this tab's page is shown and no other tab holds the lock of this
 * name. A page that is left lets go at once, since the browser may keep it to come back to: there it would hold the
 * lock and do nothing. Back again, it waits for its turn anew.
 *
 * `work` ends soon after its signal; it may still be ending when another tab begins. Resolves once it has ended by
 * itself, or ended after `closed`.
 */
export async function lead(name: string, work: (signal: AbortSignal) => Promise<void>, closed: AbortSignal): Promise<void> {
  const page = new PageWatch(closed);
  while (!closed.aborted) {
    const left = await page.shown();
    const signal = AbortSignal.any([closed, left]);
    let over = Promise.resolve();
    try {
      await whileHolding(name, () => Promise.race([(over = work(signal)), aborted(left)]), signal);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
    await over;
    if (!left.aborted) return;
  }
}

/** Knows whether the page is shown or put aside. */
class PageWatch {
  #left = new AbortController();
  #wake: (() => void) | undefined;

  constructor(closed: AbortSignal) {
    addEventListener('pagehide', () => this.#left.abort(), { signal: closed });
    addEventListener(
      'pageshow',
      ({ persisted }) => {
        if (!persisted) return;
        this.#left = new AbortController();
        this.#wake?.();
      },
      { signal: closed },
    );
    closed.addEventListener('abort', () => this.#wake?.());
  }

  /** Waits until the page is shown, or the watch is over; the signal says when it is left. */
  async shown(): Promise<AbortSignal> {
    if (this.#left.signal.aborted) await new Promise<void>((resolve) => (this.#wake = resolve));
    return this.#left.signal;
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve()));
}
