import type { Logger } from 'pino';
import type { Fault } from '#core/schema/fault.ts';
import type { Result } from '#core/schema/result.ts';
import type { Provider } from '../engines/onnx/provider.ts';

/** Providers that models of transformers.js are given. WebGPU is not among them: in Node an answer that stays on the card ends the process. */
const CARDS: readonly Provider[] = ['cuda', 'dml', 'coreml'];
/** Faults that may be the card's, and not the question's. A graph that a card cannot load may be whole all the same. */
const OF_THE_CARD: readonly Fault['reason'][] = ['device-lost', 'provider-unavailable', 'out-of-memory', 'engine-died', 'timed-out', 'model-graph-invalid'];
/** A model that failed on the card works on the processor for so long: the card may be full of a film's frames. Milliseconds. */
const LET_BE_MS = 600_000;

/** One way to work: what computes, asked when its turn has come, and what came of it, heard before it is anybody else's. */
interface Attempt<Value> {
  provider(): Promise<Provider>;
  watch(making: Promise<Result<Value, Fault>>): Promise<Result<Value, Fault>>;
}

/** Has each model work on the card that the onnx engine found best, and on the processor where it fails there. */
export class CardOrProcessor {
  readonly #best: () => Promise<Provider>;
  readonly #log: Logger;
  /** Until when each model stays with the processor. */
  readonly #letBe = new Map<string, number>();

  constructor(best: () => Promise<Provider>, log: Logger) {
    this.#best = best;
    this.#log = log;
  }

  /** The outcome on the card, or that on the processor where the card cannot. Rejects as `work` does where the card had no part in it. */
  async work<Value>(model: string, signal: { readonly aborted: boolean }, work: (attempt: Attempt<Value>) => Promise<Result<Value, Fault>>): Promise<Result<Value, Fault>> {
    let used: Provider = 'cpu';
    let isTurnedDown = false;
    const attempt: Attempt<Value> = {
      provider: async () => (used = await this.#providerFor(model)),
      watch: async (making) => {
        const reason = await making.then((made) => (made.ok || !OF_THE_CARD.includes(made.fault.reason) ? undefined : made.fault.reason), String);
        if (reason !== undefined && used !== 'cpu' && !signal.aborted) {
          isTurnedDown = true;
          this.#letBe.set(model, Date.now() + LET_BE_MS);
          this.#log.warn({ model, provider: used, reason }, 'a model failed on the card and works on the processor now');
        }
        return making;
      },
    };
    try {
      const outcome = await work(attempt);
      if (outcome.ok || !isTurnedDown) return outcome;
    } catch (error) {
      if (!isTurnedDown) throw error;
    }
    return work(attempt);
  }

  async #providerFor(model: string): Promise<Provider> {
    if ((this.#letBe.get(model) ?? 0) > Date.now()) return 'cpu';
    const best = await this.#best();
    return CARDS.includes(best) ? best : 'cpu';
  }
}
