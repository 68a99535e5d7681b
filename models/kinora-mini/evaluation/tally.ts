/** Counts of right and asked, by name, in the order they were first asked. */
export class Tally {
  readonly #counts = new Map<string, { right: number; asked: number }>();

  add(name: string, isRight: boolean): void {
    const count = this.#counts.get(name) ?? { right: 0, asked: 0 };
    count.asked += 1;
    if (isRight) count.right += 1;
    this.#counts.set(name, count);
  }

  /** The share that is right, 0 to 1, and how many were asked; `undefined` when none was. */
  share(name: string): { share: number; asked: number } | undefined {
    const count = this.#counts.get(name);
    return count && { share: count.right / count.asked, asked: count.asked };
  }
}

/** Middle, smallest and number of some values. */
export function spread(values: readonly number[]): { mean: number; least: number; count: number } {
  const sum = values.reduce((total, value) => total + value, 0);
  return { mean: sum / values.length, least: Math.min(...values), count: values.length };
}
