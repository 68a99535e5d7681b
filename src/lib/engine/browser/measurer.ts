import type { Remote } from 'comlink';
import { loadPart } from '#core/domain/load-part.ts';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import type { Grade } from '#core/schema/grade.ts';
import { fail, type Result } from '#core/schema/result.ts';
import type { TakeMeasures } from '#core/schema/take-measures.ts';
import type { MeasureApi, MeasuredSeam, SideToMeasure, TakeToMeasure } from '#lib/workers/measure.worker.ts';

/** How long the worker is kept without work, in milliseconds. */
const IDLE_MS = 60_000;

/** Decodes and measures takes and cuts in a worker of its own. Expected failures resolve, `worker-died` among them. */
export class Measurer {
  #worker: Worker | undefined;
  /** Kept as long as the worker: Comlink closes the worker's door when a wrapper is collected. */
  #api: Remote<MeasureApi> | undefined;
  #died: Promise<Result<never, Fault>> | undefined;
  #idle: ReturnType<typeof setTimeout> | undefined;
  #asks = 0;
  #atWork = 0;

  /** What can be measured of a take; `cancelled` soon after the signal. */
  async measure(take: TakeToMeasure, signal?: AbortSignal): Promise<Result<TakeMeasures, Fault>> {
    if (signal?.aborted) return fail({ reason: 'cancelled', facts: {} });
    const ask = (this.#asks += 1);
    const cancel = () => void this.#api?.cancel(ask);
    signal?.addEventListener('abort', cancel);
    try {
      // It may be given up before the worker is there to be told.
      return await this.#ask(async (api) => (signal?.aborted ? fail({ reason: 'cancelled', facts: {} }) : api.measure(ask, take)));
    } finally {
      signal?.removeEventListener('abort', cancel);
    }
  }

  seam(before: SideToMeasure, after: SideToMeasure): Promise<Result<MeasuredSeam, Fault>> {
    return this.#ask((api) => api.seam(before, after));
  }

  match(before: SideToMeasure, after: SideToMeasure): Promise<Result<Grade, Fault>> {
    return this.#ask((api) => api.match(before, after));
  }

  dispose(): void {
    clearTimeout(this.#idle);
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#api = undefined;
    this.#died = undefined;
  }

  async #ask<Value>(work: (api: Remote<MeasureApi>) => Promise<Result<Value, Fault>>): Promise<Result<Value, Fault>> {
    clearTimeout(this.#idle);
    this.#atWork += 1;
    try {
      const api = await this.#open();
      return await Promise.race([work(api), this.#died!]);
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      return fail(error.fault);
    } finally {
      this.#atWork -= 1;
      if (this.#atWork === 0) this.#idle = setTimeout(() => this.dispose(), IDLE_MS);
    }
  }

  /** Throws FaultError `part-missing`. */
  async #open(): Promise<Remote<MeasureApi>> {
    const { wrap } = await loadPart(() => import('comlink'));
    if (this.#api) return this.#api;
    const worker = new Worker(new URL('../../workers/measure.worker.ts', import.meta.url), { type: 'module' });
    this.#worker = worker;
    this.#api = wrap<MeasureApi>(worker);
    this.#died = new Promise((resolve) => {
      worker.onerror = () => {
        this.dispose();
        resolve(fail({ reason: 'worker-died', facts: {} }));
      };
    });
    return this.#api;
  }
}
