import type { CancelSignal } from '#core/domain/generate/engine.ts';

/** How often a waiting turn looks whether it is still wanted. Milliseconds. */
const LOOK_MS = 50;

/** Lets so many at once, the others in their order. */
export class Turns {
  #free: number;
  readonly #line: (() => void)[] = [];

  constructor(atOnce: number) {
    this.#free = atOnce;
  }

  /** Waits for a turn and does the work in it; undefined where it was cancelled before its turn came. */
  async take<Value>(signal: CancelSignal, work: () => Promise<Value>): Promise<Value | undefined> {
    if (!(await this.#wait(signal))) return undefined;
    try {
      return await work();
    } finally {
      const next = this.#line.shift();
      if (next) next();
      else this.#free += 1;
    }
  }

  #wait(signal: CancelSignal): Promise<boolean> {
    if (signal.aborted) return Promise.resolve(false);
    if (this.#free > 0) {
      this.#free -= 1;
      return Promise.resolve(true);
    }
    return new Promise((resolve) => {
      const looking = setInterval(() => {
        if (signal.aborted) leave(false);
      }, LOOK_MS);
      const called = () => leave(true);
      const leave = (mayWork: boolean) => {
        clearInterval(looking);
        const at = this.#line.indexOf(called);
        if (at >= 0) this.#line.splice(at, 1);
        resolve(mayWork);
      };
      this.#line.push(called);
    });
  }
}
