import { createSubscriber } from 'svelte/reactivity';

/** The time of day, new every second for whoever looks at it; it stands still while nobody does. */
export class Clock {
  readonly #subscribe = createSubscriber((update) => {
    const timer = setInterval(update, 1000);
    return () => clearInterval(timer);
  });

  /** Milliseconds since 1970. */
  get now(): number {
    this.#subscribe();
    return Date.now();
  }
}
