import type { CancelSignal, GenerationResult, RunContext } from '#core/domain/generate/engine.ts';
import type { Fault } from '#core/schema/fault.ts';
import { fail, type Result } from '#core/schema/result.ts';
import { type ChildOptions, type ChildRun, InferenceChild } from './inference-child.ts';

/** Faults after which a process is of no more use: its device is gone, or memory that is given back only by its end. */
const SPENT: readonly Fault['reason'][] = ['device-lost', 'out-of-memory', 'provider-unavailable'];

const CANCELLED: Result<never, Fault> = fail({ reason: 'cancelled', facts: {} });

/**
 * A place for one child process: started when it is first needed, kept warm with its model, ended when it is idle
 * or another model is asked for, and started again after a death. One run at a time; others wait.
 */
export class WarmChild {
  readonly #idleMs: number;
  readonly #onChange: () => void;
  #child: InferenceChild | undefined;
  #idle: NodeJS.Timeout | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  #disposed = false;

  /** `idleMs`: how long an idle process keeps its model, in milliseconds. `onChange`: told when another model may be in memory, or none. */
  constructor(idleMs: number, onChange: () => void = () => {}) {
    this.#idleMs = idleMs;
    this.#onChange = onChange;
  }

  /** Runs that are at work here or wait to be. */
  get load(): number {
    return this.#waiting;
  }

  /** The folder of the model that is loaded or being loaded. */
  get folder(): string | undefined {
    return this.#child?.alive ? this.#child.options.folder : undefined;
  }

  /** `onBegun` is called once nothing is waited for any more: from then on the run obeys its signal by itself. */
  run(options: ChildOptions, order: ChildRun, context: RunContext, onBegun: () => void): Promise<Result<GenerationResult, Fault>> {
    return this.#inTurn(async () => {
      if (this.#disposed || context.signal.aborted) return CANCELLED;
      return this.#keeping(async () => {
        const before = this.#child;
        let child = await this.#childFor(options);
        if (this.#disposed || context.signal.aborted) return CANCELLED;
        onBegun();
        let result = await child.run(order, context);
        // One that had died in its sleep, unnoticed: nothing was begun, so nothing has failed.
        if (!result.ok && result.fault.reason === 'engine-died' && child === before && !child.heard && !this.#disposed) {
          child = await this.#childFor(options);
          result = await child.run(order, context);
        }
        if (!result.ok && (SPENT.includes(result.fault.reason) || result.fault.reason.startsWith('model-'))) child.end();
        return this.#disposed && !result.ok ? CANCELLED : result;
      });
    });
  }

  /** The folder of the model that is in memory. */
  get loaded(): string | undefined {
    return this.#child?.loaded ? this.#child.options.folder : undefined;
  }

  /** Has a model in memory before it is needed; it is kept as long as after a run. */
  open(options: ChildOptions, signal: CancelSignal): Promise<Result<void, Fault>> {
    return this.#inTurn(async () => {
      if (this.#disposed || signal.aborted) return CANCELLED;
      return this.#keeping(async () => {
        const child = await this.#childFor(options);
        const result = await child.load(signal);
        if (!result.ok) child.end();
        return this.#disposed && !result.ok ? CANCELLED : result;
      });
    });
  }

  /** Ends the process after the run at work, if there is one, and resolves once its memory is free. */
  unload(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#end();
      this.#onChange();
    });
  }

  /** Ends the process now; what is running resolves as cancelled. */
  async dispose(): Promise<void> {
    this.#disposed = true;
    clearTimeout(this.#idle);
    this.#child?.end();
    await this.#last;
    await this.#end();
  }

  async #inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    this.#waiting++;
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined);
    try {
      return await turn;
    } finally {
      this.#waiting--;
    }
  }

  /** Lets the process work, and keeps it for a while after. */
  async #keeping<Value>(work: () => Promise<Value>): Promise<Value> {
    clearTimeout(this.#idle);
    try {
      return await work();
    } finally {
      this.#onChange();
      this.#idle = setTimeout(() => {
        this.#child?.end();
        this.#onChange();
      }, this.#idleMs);
      this.#idle.unref();
      if (this.#disposed) clearTimeout(this.#idle);
    }
  }

  /** The process for a model and provider: the one that is there, if it is alive and for these, else a fresh one once that is gone. */
  async #childFor(options: ChildOptions): Promise<InferenceChild> {
    const present = this.#child;
    if (present?.alive && present.options.folder === options.folder && present.options.provider === options.provider) return present;
    // Two models side by side may be more than the memory holds.
    await this.#end();
    return (this.#child = new InferenceChild(options));
  }

  async #end(): Promise<void> {
    this.#child?.end();
    await this.#child?.gone;
    this.#child = undefined;
  }
}
