/**
 * Looks again and again whether something has changed, and tells. Folders are looked into rather than watched: that
 * sees a file that is still being copied, and works on drives in the network and in containers, where watching does not.
 */
export class ModelWatch {
  readonly #timer: NodeJS.Timeout;
  #before: string | undefined;

  /** `look` answers what there is; `tell` is called when that is not as it was `everyMs` milliseconds before. */
  constructor(look: () => Promise<unknown>, tell: () => void, everyMs: number) {
    let isLooking = false;
    const turn = async () => {
      if (isLooking) return;
      isLooking = true;
      try {
        const now = JSON.stringify(await look());
        if (this.#before !== undefined && this.#before !== now) tell();
        this.#before = now;
      } finally {
        isLooking = false;
      }
    };
    void turn();
    this.#timer = setInterval(() => void turn(), everyMs);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
