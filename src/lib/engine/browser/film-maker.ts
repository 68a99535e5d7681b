import type { Remote } from 'comlink';
import type { GenerationResult } from '#core/domain/generate/engine.ts';
import { loadPart } from '#core/domain/load-part.ts';
import type { Fault } from '#core/schema/fault.ts';
import { fail, type Result } from '#core/schema/result.ts';
import type { FilmApi } from '#lib/workers/film.worker.ts';
import type { FilmFiles, FilmMaker } from '../film.ts';
import type { FinishedFile } from '../lane.ts';

/** How long the worker is kept without work, in milliseconds. */
const IDLE_MS = 60_000;

/** Encodes films in a worker of their own, with the browser's WebCodecs. */
export class BrowserFilmMaker implements FilmMaker {
  #worker: Worker | undefined;
  /** Kept as long as the worker: Comlink closes the worker's door when a wrapper is collected. */
  #api: Remote<FilmApi> | undefined;
  #idle: ReturnType<typeof setTimeout> | undefined;

  /** Throws FaultError `part-missing`. */
  async make(result: GenerationResult | FinishedFile): Promise<Result<FilmFiles, Fault>> {
    const { wrap } = await loadPart(() => import('comlink'));
    clearTimeout(this.#idle);
    this.#worker ??= new Worker(new URL('../../workers/film.worker.ts', import.meta.url), { type: 'module' });
    this.#api ??= wrap<FilmApi>(this.#worker);
    const worker = this.#worker;
    const died = new Promise<Result<FilmFiles, Fault>>((resolve) => {
      worker.onerror = () => {
        this.dispose();
        resolve(fail({ reason: 'worker-died', facts: {} }));
      };
    });
    const { recipe } = result;
    const work = 'file' in result ? this.#api.keep({ file: result.file, recipe }) : this.#api.make({ video: result.video, recipe });
    const made = await Promise.race([work, died]);
    this.#idle = setTimeout(() => this.dispose(), IDLE_MS);
    return made;
  }

  dispose(): void {
    clearTimeout(this.#idle);
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#api = undefined;
  }
}
