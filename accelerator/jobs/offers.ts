import type { Logger } from 'pino';
import { chooseEngine, type EngineChoice } from '#core/domain/generate/choose-engine.ts';
import type { EngineOffer } from '#core/schema/accelerator/offer.ts';
import { AcceleratorEngineId } from '#core/schema/engine-id.ts';
import type { KeptJob } from './kept-job.ts';
import type { EngineHost } from '../engines/ports.ts';

export type Engines = Readonly<Partial<Record<AcceleratorEngineId, EngineHost>>>;

/** An engine that is away for less, as one that starts again, is not worth a word to every job. In milliseconds. */
const WORTH_SAYING_MS = 1_000;

/** The start waits no longer than this for the engines' first answers, in milliseconds. */
const FIRST_ANSWER_MS = 5_000;

/** What the engines offer, asked again whenever one says that it may have changed. */
export class Offers {
  /** Resolves once every engine has answered for the first time, or has had time enough to. */
  readonly first: Promise<void>;
  #isHeard = false;
  readonly #engines: readonly (readonly [AcceleratorEngineId, EngineHost])[];
  readonly #log: Logger;
  /** The newest answers. */
  readonly #latest = new Map<AcceleratorEngineId, EngineOffer>();
  /** The answers that jobs go by. */
  readonly #told = new Map<AcceleratorEngineId, EngineOffer>();
  readonly #asking = new Map<AcceleratorEngineId, Promise<void>>();
  readonly #listeners = new Set<() => void>();
  readonly #choices = new Map<string, EngineChoice>();
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #stops: readonly (() => void)[];

  /** The engines in the order in which they are preferred. */
  constructor(engines: Engines, log: Logger) {
    this.#engines = Object.entries(engines).map(([id, engine]) => [AcceleratorEngineId.parse(id), engine] as const);
    this.#log = log;
    this.#stops = this.#engines.map(([id, engine]) => engine.subscribe(() => void this.#ask(id, engine)));
    const answers = this.#engines.map(([id, engine]) => this.#ask(id, engine));
    this.first = Promise.race([Promise.all(answers), this.#after(FIRST_ANSWER_MS)]).then(() => void (this.#isHeard = true));
  }

  /** Whether `first` has come: before, nothing is known, which is not the same as nothing being there. */
  get isHeard(): boolean {
    return this.#isHeard;
  }

  /** What an engine offers now, where it can take work. */
  ready(id: AcceleratorEngineId): EngineOffer | undefined {
    const offer = this.#latest.get(id);
    return offer?.fault ? undefined : offer;
  }

  choose({ order }: Pick<KeptJob, 'order'>): EngineChoice {
    const { engine, request } = order;
    const model = request.mode === 'compose' ? undefined : request.model;
    const key = JSON.stringify([engine, request.mode, model]);
    let choice = this.#choices.get(key);
    if (!choice) {
      const offers = this.#engines.flatMap(([id]) => this.#told.get(id) ?? []);
      choice = chooseEngine({ engine, model, mode: request.mode }, offers);
      this.#choices.set(key, choice);
    }
    return choice;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    for (const stop of this.#stops) stop();
    for (const timer of this.#timers) clearTimeout(timer);
    this.#listeners.clear();
  }

  /** Asks after the question before has been answered: the newest answer is the last. */
  #ask(id: AcceleratorEngineId, engine: EngineHost): Promise<void> {
    const asked = (this.#asking.get(id) ?? Promise.resolve()).then(async () => {
      try {
        this.#hear(id, await engine.offer());
      } catch (error) {
        // A bug of one engine must not keep the others from work.
        this.#log.error({ err: error, engine: id }, 'an engine could not say what it offers');
      }
    });
    this.#asking.set(id, asked);
    return asked;
  }

  #hear(id: AcceleratorEngineId, offer: EngineOffer): void {
    this.#latest.set(id, offer);
    const before = this.#told.get(id);
    if (offer.fault && before && !before.fault) void this.#after(WORTH_SAYING_MS).then(() => this.#tell(id));
    else this.#tell(id);
  }

  #tell(id: AcceleratorEngineId): void {
    const offer = this.#latest.get(id);
    if (!offer || this.#told.get(id) === offer) return;
    this.#told.set(id, offer);
    this.#choices.clear();
    for (const listener of this.#listeners) listener();
  }

  #after(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#timers.delete(timer);
        resolve();
      }, milliseconds).unref();
      this.#timers.add(timer);
    });
  }
}
