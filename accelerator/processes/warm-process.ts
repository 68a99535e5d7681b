import { isDeepStrictEqual } from 'node:util';
import type { CancelSignal } from '#core/domain/generate/engine.ts';
import type { Fault } from '#core/schema/fault.ts';
import type { Result } from '#core/schema/result.ts';
import { Turns } from './turns.ts';
import { CANCELLED, type WorkProcess } from './work-process.ts';

/** Faults after which a process is of no more use: its device is gone, or memory that is given back only by its end. */
const SPENT: readonly Fault['reason'][] = ['device-lost', 'out-of-memory', 'provider-unavailable'];
const NEVER = { aborted: false };

export interface WarmProcessOptions<Model, Order, News, Made> {
  start(model: Model): WorkProcess<Order, News, Made>;
  /** How long an idle process keeps its model. Milliseconds. */
  readonly idleMs: number;
  /** Told when another model may be in memory, or none. */
  onChange?(): void;
}

/**
 * A place for one child process: started when it is first needed, kept warm with its model, ended when it is idle or
 * another model is asked for, and started again after a death. One piece of work at a time; others wait.
 */
export class WarmProcess<Model, Order, News, Made> {
  readonly #options: WarmProcessOptions<Model, Order, News, Made>;
  readonly #turns = new Turns(1);
  #process: WorkProcess<Order, News, Made> | undefined;
  #model: Model | undefined;
  #idle: NodeJS.Timeout | undefined;
  #waiting = 0;
  #isClosed = false;

  constructor(options: WarmProcessOptions<Model, Order, News, Made>) {
    this.#options = options;
  }

  /** Pieces of work that are done here or wait to be. */
  get waiting(): number {
    return this.#waiting;
  }

  /** The model that is in memory or on its way there. */
  get model(): Model | undefined {
    return this.#process?.alive ? this.#model : undefined;
  }

  /** The model that is in memory. */
  get loaded(): Model | undefined {
    return this.#process?.isReady ? this.#model : undefined;
  }

  /** The number of the process; undefined where there is none. */
  get pid(): number | undefined {
    return this.#process?.alive ? this.#process.pid : undefined;
  }

  /** Works with the process of a model: `cancelled` at once where the signal says so while it waits, from then on as `work` does, which may be done twice if nothing was begun. Which model it is may be said when its turn has come. */
  async use<Value>(wanted: () => Model | Promise<Model>, signal: CancelSignal, work: (process: WorkProcess<Order, News, Made>, model: Model) => Promise<Result<Value, Fault>>): Promise<Result<Value, Fault>> {
    const isUnwanted = () => this.#isClosed || signal.aborted;
    this.#waiting += 1;
    try {
      const result = await this.#turns.take({ get aborted() { return isUnwanted(); } }, () => this.#keeping(async () => {
        const before = this.#process;
        const model = await wanted();
        let process = await this.#processFor(model);
        if (isUnwanted()) return CANCELLED;
        let made = await work(process, model);
        // One that had died in its sleep, unnoticed: nothing was begun, so nothing has failed.
        if (!made.ok && made.fault.reason === 'engine-died' && process === before && !process.heard && !this.#isClosed) {
          process = await this.#processFor(model);
          made = await work(process, model);
        }
        if (!made.ok && (SPENT.includes(made.fault.reason) || made.fault.reason.startsWith('model-'))) process.end();
        return this.#isClosed && !made.ok ? CANCELLED : made;
      }));
      return result ?? CANCELLED;
    } finally {
      this.#waiting -= 1;
    }
  }

  /** Ends the process after the work that is asked of it, and resolves once its memory is free. */
  async unload(): Promise<void> {
    await this.#turns.take(NEVER, () => this.#end());
    this.#options.onChange?.();
  }

  /** Ends the process now, and what it does. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#idle);
    this.#process?.end();
    await this.#turns.take(NEVER, () => this.#end());
  }

  /** Lets the process work, and keeps it for a while after. */
  async #keeping<Value>(work: () => Promise<Value>): Promise<Value> {
    const { idleMs, onChange } = this.#options;
    clearTimeout(this.#idle);
    try {
      return await work();
    } finally {
      onChange?.();
      if (!this.#isClosed) {
        this.#idle = setTimeout(() => {
          this.#process?.end();
          onChange?.();
        }, idleMs).unref();
      }
    }
  }

  /** The process that is there, if it is alive and has this model, else a fresh one once that is gone. */
  async #processFor(model: Model): Promise<WorkProcess<Order, News, Made>> {
    if (this.#process?.alive && isDeepStrictEqual(this.#model, model)) return this.#process;
    // Two models side by side may be more than the memory holds.
    await this.#end();
    this.#model = model;
    return (this.#process = this.#options.start(model));
  }

  async #end(): Promise<void> {
    this.#process?.end();
    await this.#process?.gone;
    this.#process = undefined;
  }
}
