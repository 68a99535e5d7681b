import type { Logger } from 'pino';
import type { EngineOffer } from '#core/schema/accelerator/offer.ts';
import type { EngineHost } from '../engines/ports.ts';

/** Jobs that each engine works on at a time; one where nothing is said. */
type AtOnce = Readonly<Partial<Record<EngineOffer['id'], number>>>;

/** Jobs of a studio that an engine wants beside those that it works on: it goes on with them while results are on their way, and when the studio is closed. */
const AHEAD = 3;

/** What all engines offer now, as clients are told it. */
export class OfferBoard {
  readonly #log: Logger;
  readonly #latest: (EngineOffer | undefined)[];
  readonly #asked: number[];
  readonly #listeners = new Set<() => void>();
  readonly #atOnce: AtOnce;
  readonly #leave: readonly (() => void)[];

  constructor(engines: readonly EngineHost[], atOnce: AtOnce, log: Logger) {
    this.#log = log;
    this.#atOnce = atOnce;
    this.#latest = engines.map(() => undefined);
    this.#asked = engines.map(() => 0);
    this.#leave = engines.map((engine, index) => {
      void this.#ask(engine, index);
      return engine.subscribe(() => void this.#ask(engine, index));
    });
  }

  get latest(): readonly EngineOffer[] {
    return this.#latest.filter((offer) => offer !== undefined);
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    for (const leave of this.#leave) leave();
    this.#listeners.clear();
  }

  async #ask(engine: EngineHost, index: number): Promise<void> {
    const turn = (this.#asked[index] = (this.#asked[index] ?? 0) + 1);
    try {
      const made = await engine.offer();
      const offer = { ...made, takes: (this.#atOnce[made.id] ?? 1) + AHEAD };
      // Asked again in the meantime: the later answer counts.
      if (turn !== this.#asked[index]) return;
      const isNews = JSON.stringify(offer) !== JSON.stringify(this.#latest[index]);
      this.#latest[index] = offer;
      if (isNews) for (const listener of this.#listeners) listener();
    } catch (error) {
      this.#log.error({ err: error }, 'an engine could not say what it offers');
    }
  }
}
