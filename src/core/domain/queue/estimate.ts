/** Progress seen at a moment. */
interface Sample {
  /** Milliseconds, from any clock that only goes forward. */
  readonly at: number;
  /** 0 to 1. */
  readonly fraction: number;
}

/** How far the work must have come before a guess is worth showing. */
const ENOUGH = 0.03;

/** How many of the latest samples set the pace. */
const WINDOW = 12;

/**
 * How long a piece of work will still take, from how it went so far. It looks at the latest samples
 * only, so a slow start (compiling shaders, say) does not spoil the guess for the rest.
 */
export class RemainingTime {
  #samples: Sample[] = [];

  /** Notes progress. A fraction that does not grow brings nothing new. */
  add(at: number, fraction: number): void {
    const last = this.#samples.at(-1);
    if (last && fraction <= last.fraction) return;
    this.#samples.push({ at, fraction });
    if (this.#samples.length > WINDOW) this.#samples.shift();
  }

  /** Milliseconds still to go at the moment `now`; undefined while it would be a guess into the blue. */
  remaining(now: number): number | undefined {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    if (!first || !last || last.fraction < ENOUGH || last.at <= first.at) return undefined;
    const pace = (last.fraction - first.fraction) / (last.at - first.at);
    return Math.max(0, (1 - last.fraction) / pace - (now - last.at));
  }
}
