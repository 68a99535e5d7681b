import type { ModelId } from '../../schema/catalogue.ts';
import { type Fault, FaultError } from '../../schema/fault.ts';
import type { CancelSignal } from '../generate/engine.ts';
import type { ModelFault, ModelWork } from './model-place.ts';

/** What is being done with one model, as whoever does it sees it. */
export interface UnderWay<Signal extends CancelSignal> {
  readonly signal: Signal;
  /** Bytes that are done, and in all as far as they are known. Said as they change. */
  done: number;
  total: number;
}

/** How work with a model ended. `isLeft`: somebody wanted it to end, so what it ended with counts for nothing. */
export interface WorkEnd {
  readonly id: ModelId;
  readonly kind: ModelWork['kind'];
  readonly fault: Fault | undefined;
  readonly isLeft: boolean;
}

export interface WorksParts<Signal extends CancelSignal> {
  readonly newAbort: () => { readonly signal: Signal; abort(): void };
  /** Work has begun, or a fault is forgotten. */
  changed(): void;
  /** Work is over, and is no longer listed. */
  ended(end: WorkEnd): void;
  /** What broke off otherwise than with a FaultError: a bug, to be reported. */
  broke(error: unknown, id: ModelId): void;
}

interface Work<Signal extends CancelSignal> {
  readonly kind: ModelWork['kind'];
  readonly under: UnderWay<Signal>;
  abort(): void;
  /** Resolves when it is over, however it ended. */
  over: Promise<void>;
}

/** What is being done with the models of a place, one thing with each, and what the last of each ended with. */
export class ModelWorks<Signal extends CancelSignal> {
  readonly #parts: WorksParts<Signal>;
  readonly #works = new Map<ModelId, Work<Signal>>();
  readonly #faults = new Map<ModelId, Fault>();

  constructor(parts: WorksParts<Signal>) {
    this.#parts = parts;
  }

  get all(): readonly ModelWork[] {
    return [...this.#works].map(([id, { kind, under }]) => ({ id, kind, done: under.done, total: under.total }));
  }

  get faults(): readonly ModelFault[] {
    return [...this.#faults].map(([id, fault]) => ({ id, fault }));
  }

  /** What is being done with it. */
  kindOf(id: ModelId): ModelWork['kind'] | undefined {
    return this.#works.get(id)?.kind;
  }

  /** Whether something is done with it, or ended with a fault. */
  knows(id: ModelId): boolean {
    return this.#works.has(id) || this.#faults.has(id);
  }

  /** Begins work with a model that nothing is done with; its last fault is forgotten. */
  begin(id: ModelId, kind: ModelWork['kind'], run: (under: UnderWay<Signal>) => Promise<unknown>): void {
    const abort = this.#parts.newAbort();
    const under = { signal: abort.signal, done: 0, total: 0 };
    const work: Work<Signal> = { kind, under, abort: () => abort.abort(), over: Promise.resolve() };
    this.#faults.delete(id);
    this.#works.set(id, work);
    work.over = this.#carryOut(id, work, run);
    this.#parts.changed();
  }

  /** Ends what is being done with it, and waits for that. */
  async leave(id: ModelId): Promise<void> {
    const work = this.#works.get(id);
    work?.abort();
    await work?.over;
  }

  /** Ends everything, and waits for that. */
  async leaveAll(): Promise<void> {
    await Promise.all([...this.#works.keys()].map((id) => this.leave(id)));
  }

  forgetFault(id: ModelId): void {
    this.#faults.delete(id);
  }

  async #carryOut(id: ModelId, { kind, under }: Work<Signal>, run: (under: UnderWay<Signal>) => Promise<unknown>): Promise<void> {
    let fault: Fault | undefined;
    try {
      await run(under);
    } catch (error) {
      if (!(error instanceof FaultError)) this.#parts.broke(error, id);
      fault = error instanceof FaultError ? error.fault : { reason: 'interrupted', facts: {} };
    }
    this.#works.delete(id);
    const isLeft = under.signal.aborted;
    if (fault && !isLeft) this.#faults.set(id, fault);
    this.#parts.ended({ id, kind, fault, isLeft });
  }
}
