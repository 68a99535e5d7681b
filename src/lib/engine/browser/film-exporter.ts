import * as Comlink from 'comlink';
import type { FilmFacts, FilmOrder } from '#core/film/export/film-order.ts';
import type { SoundPlan } from '#core/film/sound/sound-plan.ts';
import type { Fault } from '#core/schema/fault.ts';
import type { Sha256 } from '#core/schema/ids.ts';
import { fail, type Result } from '#core/schema/result.ts';
import { type FramePlan, onPlanOrProcessor } from './frame-plan.ts';
import type { Encoding, ExportApi } from '#lib/workers/export.worker.ts';
import type { EnhancerFiles } from '#lib/workers/export/film-enhancer.ts';

export type FindBlob = (asset: Sha256, type: string) => Promise<Blob | undefined>;

export interface ExportRequest {
  readonly order: FilmOrder;
  readonly sound: SoundPlan;
  /** The file of the private file system that is written. */
  readonly handle: FileSystemFileHandle;
  readonly signal: AbortSignal;
  onProgress(done: number, frames: number): void;
}

/** Makes films into files in a worker of their own. */
export class FilmExporter {
  readonly #find: FindBlob;
  readonly #plan: () => FramePlan;

  /** `plan`: where work on frames runs. */
  constructor(find: FindBlob, plan: () => FramePlan) {
    this.#find = find;
    this.#plan = plan;
  }

  /** What this browser would encode a film with, or why it cannot. */
  codecs(order: FilmOrder, withSound: boolean): Promise<Result<Encoding, Fault>> {
    return this.#withWorker(new AbortController().signal, (api) => api.codecs(order, withSound));
  }

  /** Writes a film into a file; cancelled it ends at once, and the file is left unfinished. */
  async make({ order, sound, handle, signal, onProgress }: ExportRequest): Promise<Result<FilmFacts & { readonly bytes: number }, Fault>> {
    const { FILM_FILES } = await import('./film-files.ts');
    const make = (enhancer?: EnhancerFiles) => {
      const files = { ...FILM_FILES, ...(enhancer && { enhancer }) };
      return this.#withWorker(signal, (api) => api.make({ order, sound, handle, files }, Comlink.proxy(this.#find), Comlink.proxy(onProgress)));
    };
    if (!order.enhance) return make();
    const { enhancerFiles } = await import('./enhancer-files.ts');
    return onPlanOrProcessor(this.#plan(), (plan) => make(enhancerFiles(plan)));
  }

  /** A worker for one piece of work: it holds a film's decoders and encoders, which nothing else gives back as surely. */
  async #withWorker<Value>(signal: AbortSignal, work: (api: Comlink.Remote<ExportApi>) => Promise<Result<Value, Fault>>): Promise<Result<Value, Fault>> {
    const cancelled = fail<Fault>({ reason: 'cancelled', facts: {} });
    if (signal.aborted) return cancelled;
    const worker = new Worker(new URL('../../workers/export.worker.ts', import.meta.url), { type: 'module' });
    const api = Comlink.wrap<ExportApi>(worker);
    try {
      return await Promise.race([
        work(api),
        new Promise<Result<Value, Fault>>((resolve) => {
          signal.addEventListener('abort', () => resolve(cancelled), { once: true });
          worker.onerror = () => resolve(fail({ reason: 'worker-died', facts: {} }));
        }),
      ]);
    } finally {
      api[Comlink.releaseProxy]();
      worker.terminate();
    }
  }
}
