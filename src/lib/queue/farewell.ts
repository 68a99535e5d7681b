import { z } from 'zod';
import { JobId } from '#core/schema/ids.ts';

const Leases = z.record(JobId, z.int());

/**
 * The leases that a closing page gives up. Its last moment is too short for a transaction; only
 * localStorage takes a word at once. Where there is none, the next leader counts a crash: the job is
 * begun again all the same.
 */
export class Farewell {
  readonly #key: string;

  constructor(scope: string) {
    this.#key = `${scope}-farewell`;
  }

  say(leases: ReadonlyMap<JobId, number>): void {
    this.#withStorage((storage) => {
      const said = new Map([...this.#read(storage), ...leases]);
      if (said.size > 0) storage.setItem(this.#key, JSON.stringify(Object.fromEntries(said)));
    });
  }

  /** What was said since the last time it was heard. */
  hear(): ReadonlyMap<JobId, number> {
    return this.#withStorage((storage) => this.#read(storage)) ?? new Map();
  }

  /** Forgets what was heard, once it is acted upon. */
  forget(): void {
    this.#withStorage((storage) => storage.removeItem(this.#key));
  }

  #read(storage: Storage): ReadonlyMap<JobId, number> {
    const said = Leases.safeParse(JSON.parse(storage.getItem(this.#key) ?? '{}'));
    return new Map(said.success ? (Object.entries(said.data) as [JobId, number][]) : []);
  }

  #withStorage<Value>(work: (storage: Storage) => Value): Value | undefined {
    try {
      return work(localStorage);
    } catch {
      // Refused, full, or torn: nothing was said.
      return undefined;
    }
  }
}
