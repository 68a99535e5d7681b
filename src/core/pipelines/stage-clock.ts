import type { Stage, Timings } from '../schema/progress.ts';

/** Adds up the milliseconds of each stage. Without a clock it stays empty. */
export class StageClock {
  readonly timings: Timings = {};
  readonly #now: (() => number) | undefined;

  constructor(now: (() => number) | undefined) {
    this.#now = now;
  }

  async time<Value>(stage: Stage, work: () => Promise<Value>): Promise<Value> {
    const now = this.#now;
    if (!now) return work();
    const begun = now();
    const value = await work();
    this.timings[stage] = (this.timings[stage] ?? 0) + now() - begun;
    return value;
  }
}
