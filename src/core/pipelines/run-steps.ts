import type { RunContext } from '../domain/generate/engine.ts';
import { FaultError } from '../schema/fault.ts';
import type { Stage, Timings } from '../schema/progress.ts';
import { JobProgress } from './job-progress.ts';
import { StageClock } from './stage-clock.ts';

export interface RunTools {
  readonly context: Pick<RunContext, 'signal' | 'onProgress'>;
  readonly now: (() => number) | undefined;
  /** Lets messages in, a cancel among them. */
  readonly breathe: () => Promise<void>;
}

/** The way of one request through its stages: what is told of it, how long each took, and where a cancel is obeyed. */
export class RunSteps {
  readonly #tools: RunTools;
  readonly #progress: JobProgress;
  readonly #clock: StageClock;

  constructor(tools: RunTools) {
    this.#tools = tools;
    this.#progress = new JobProgress((progress) => tools.context.onProgress(progress));
    this.#clock = new StageClock(tools.now);
  }

  get timings(): Timings {
    return this.#clock.timings;
  }

  /** Works on a stage, in its time. Throws what the work throws. */
  stage<Value>(stage: Stage, work: () => Promise<Value>): Promise<Value> {
    return this.#clock.time(stage, work);
  }

  /** Says that step `step` of a stage begins, counted from 0. */
  begins(stage: Stage, step: number, steps: number): void {
    this.#progress.report(stage, step, steps);
  }

  /** Says that so many steps of a stage are done. Throws FaultError `cancelled` where nobody wants the rest. */
  async done(stage: Stage, step: number, steps: number): Promise<void> {
    this.#progress.report(stage, step, steps);
    await this.checkpoint();
  }

  /** Lets a cancel arrive, and obeys it. */
  async checkpoint(): Promise<void> {
    await this.#tools.breathe();
    if (this.#tools.context.signal.aborted) throw new FaultError('cancelled');
  }
}
