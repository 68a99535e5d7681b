import type { AssistMade } from '#core/schema/accelerator/assist.ts';
import { FaultError } from '#core/schema/fault.ts';
import type { ChildModel } from './assist-messages.ts';
import { AssistProcess } from './assist-process.ts';
import type { AnswerContext, Question } from './ports.ts';

/** Questions that wait for their turn, the one that is answered counted in. */
const AT_ONCE = 4;

/**
 * A place for one process: started with the first question, kept with its model while there are more, ended when nobody
 * asks or another model is asked, and started again after a death. One question at a time; others wait.
 */
export class AssistPlace {
  readonly #idleMs: number;
  #process: AssistProcess | undefined;
  #idle: NodeJS.Timeout | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  #isClosed = false;

  /** `idleMs`: how long a process that nobody asks keeps its model. Milliseconds. */
  constructor(idleMs: number) {
    this.#idleMs = idleMs;
  }

  get isBusy(): boolean {
    return this.#waiting >= AT_ONCE;
  }

  /** The number of the process; undefined where there is none. */
  get pid(): number | undefined {
    return this.#process?.alive ? this.#process.pid : undefined;
  }

  async answer(model: ChildModel, question: Question, context: AnswerContext): Promise<AssistMade> {
    const { signal } = context;
    const before = this.#turn;
    this.#waiting += 1;
    const work = (async () => {
      await Promise.race([before, aborted(signal)]);
      if (signal.aborted || this.#isClosed) throw new FaultError('cancelled');
      return this.#ask(model, question, context);
    })();
    // Whoever gives up does not let the next one in before the one that is at work.
    this.#turn = Promise.allSettled([before, work]);
    try {
      return await work;
    } finally {
      this.#waiting -= 1;
    }
  }

  /** Ends the process now, and what it does. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#idle);
    this.#process?.end();
    await this.#turn;
    await this.#end();
  }

  async #ask(model: ChildModel, question: Question, context: AnswerContext): Promise<AssistMade> {
    clearTimeout(this.#idle);
    const before = this.#process;
    let process = await this.#processFor(model);
    try {
      return await process.answer(question, context).catch(async (error: unknown) => {
        // One that had died in its sleep, unnoticed: nothing was begun, so nothing has failed.
        if (!isDeath(error) || process !== before || process.heard || this.#isClosed) throw error;
        process = await this.#processFor(model);
        return process.answer(question, context);
      });
    } catch (error) {
      // Files that were wrong are read anew, and memory is given back as surely by nothing else as by its end.
      if (error instanceof FaultError && (error.fault.reason === 'out-of-memory' || error.fault.reason.startsWith('model-'))) process.end();
      throw error;
    } finally {
      if (!this.#isClosed) this.#idle = setTimeout(() => this.#process?.end(), this.#idleMs).unref();
    }
  }

  async #processFor(model: ChildModel): Promise<AssistProcess> {
    if (this.#process?.alive && JSON.stringify(this.#process.model) === JSON.stringify(model)) return this.#process;
    // Two models side by side may be more than the memory holds.
    await this.#end();
    return (this.#process = new AssistProcess(model));
  }

  async #end(): Promise<void> {
    this.#process?.end();
    await this.#process?.gone;
    this.#process = undefined;
  }
}

const isDeath = (error: unknown): boolean => error instanceof FaultError && error.fault.reason === 'engine-died';

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => (signal.aborted ? resolve() : signal.addEventListener('abort', () => resolve(), { once: true })));
