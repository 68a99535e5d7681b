import type { Fault } from '#core/schema/fault.ts';

/** Tries again to write; resolves with whether all of it is kept now. */
type Retry = () => Promise<boolean>;

/** How often what is held is tried again by itself, in milliseconds: room may come from anywhere. */
const RETRY_MS = 15_000;

/**
 * Changes that the store could not take, held in this tab by whoever made them. Says so once, not at
 * every further change, and has them written as soon as there is room again.
 */
export class Unwritten {
  #held = $state.raw<ReadonlyMap<string, { readonly fault: Fault; readonly retry: Retry }>>(new Map());
  readonly #fault = $derived([...this.#held.values()].at(-1)?.fault ?? null);
  readonly #names = $derived([...this.#held.keys()]);
  #timer: ReturnType<typeof setInterval> | undefined;
  #trying: Promise<boolean> | undefined;

  /** Why something is held; null while everything is kept. */
  get fault(): Fault | null {
    return this.#fault;
  }

  /** What is held, each in a word or two. */
  get names(): readonly string[] {
    return this.#names;
  }

  /** Notes that something is held. `retry` is called until it says yes, unless a newer version keeps this tab from writing. */
  hold(name: string, fault: Fault, retry: Retry): void {
    this.#held = new Map(this.#held).set(name, { fault, retry });
    if (fault.reason !== 'newer-version-open') this.#timer ??= setInterval(() => void this.retry(), RETRY_MS);
  }

  /** Notes that it is kept, or no longer wanted. */
  drop(name: string): void {
    if (!this.#held.has(name)) return;
    const rest = new Map(this.#held);
    rest.delete(name);
    this.#held = rest;
    if (rest.size === 0) this.#rest();
  }

  /** Tries now, for example after something was deleted; resolves with whether nothing is held any more. */
  retry(): Promise<boolean> {
    this.#trying ??= this.#retryAll().finally(() => (this.#trying = undefined));
    return this.#trying;
  }

  dispose(): void {
    this.#rest();
  }

  async #retryAll(): Promise<boolean> {
    for (const [name, { retry }] of this.#held) {
      if (await retry()) this.drop(name);
    }
    return this.#held.size === 0;
  }

  #rest(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
