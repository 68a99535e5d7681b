/** One thing that was measured. Ratios compare two ways in one run, turn by turn, so that a busy machine slows both. */
export interface Measure {
  readonly name: string;
  readonly value: number;
  readonly unit: 'ratio' | 's' | 'ms' | 'kB' | 'fps' | 'MiB/s' | 'frames' | 'dB';
  /** At most this, where there is a bound. */
  readonly atMost?: number;
  /** At least this, where there is a bound. */
  readonly atLeast?: number;
  /** What stands behind the value, for people. */
  readonly detail: string;
}

/** Something that could not be measured here, and why. */
export interface Skipped {
  readonly name: string;
  readonly why: string;
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};

/** What 95 of 100 do not pass. */
export const p95 = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.ceil(values.length * 0.95) - 1] ?? NaN;

/** What 99 of 100 do not pass. */
export const p99 = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.ceil(values.length * 0.99) - 1] ?? NaN;

/** Milliseconds that some work takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/**
 * Two ways of doing the same, in turns, after one turn each that does not count. Answers the median
 * milliseconds of each, and the median of the ratios first : second of each turn.
 */
export async function interleaved(turns: number, first: () => Promise<number>, second: () => Promise<number>) {
  await first();
  await second();
  const times: [number, number][] = [];
  for (let turn = 0; turn < turns; turn += 1) times.push([await first(), await second()]);
  return {
    first: median(times.map(([time]) => time)),
    second: median(times.map(([, time]) => time)),
    ratio: median(times.map(([a, b]) => a / b)),
  };
}

/** One of several ways that were taken in turns. */
export interface InTurns {
  /** Milliseconds. */
  readonly median: number;
  /** The median of the ratios of this way to another, turn by turn. */
  over(other: InTurns): number;
  /** Milliseconds of each turn. */
  readonly times: readonly number[];
}

/** Several ways of doing the same, in turns, after one turn that does not count. */
export async function inTurns(turns: number, ways: readonly (() => Promise<number>)[]): Promise<InTurns[]> {
  const times: number[][] = ways.map(() => []);
  for (let turn = 0; turn <= turns; turn += 1) {
    for (const [i, way] of ways.entries()) {
      const time = await way();
      if (turn > 0) times[i]!.push(time);
    }
  }
  return times.map((own) => ({ times: own, median: median(own), over: (other) => median(own.map((time, turn) => time / other.times[turn]!)) }));
}

/** What some work measures, or that it took too long. Whoever has begun what goes on then has to end it. */
export async function withinTime<Result>(name: string, mostMs: number, work: () => Promise<Result>): Promise<Result | Skipped> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const over = new Promise<Skipped>((resolve) => {
    timer = setTimeout(() => resolve({ name, why: `it took longer than ${Math.round(mostMs / 60_000)} minutes` }), mostMs);
  });
  try {
    return await Promise.race([work(), over]);
  } finally {
    clearTimeout(timer);
  }
}

export const ms = (milliseconds: number): string => `${milliseconds.toFixed(milliseconds < 10 ? 1 : 0)} ms`;
