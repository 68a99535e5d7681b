import { mkdir, rm } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { Logger } from 'pino';
import type { EngineDescription, GenerationResult } from '#core/domain/generate/engine.ts';
import type { EngineOffer, FilmOffer } from '#core/schema/accelerator/offer.ts';
import type { ComposeRequest } from '#core/schema/compose-request.ts';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import { fail, ok, type Result } from '#core/schema/result.ts';
import type { DiskShelf } from '../../media/disk-shelf.ts';
import { workOnce } from '../../processes/work-once.ts';
import type { WorkContext } from '../../processes/work-process.ts';
import type { Provider } from '../onnx/provider.ts';
import type { ComposeContext, ComposedFilm, EngineHost } from '../ports.ts';
import { type Made, type News, type Order, PROTOCOL } from './child-messages.ts';

const CHILD = new URL('./film-child.ts', import.meta.url);

export interface CompositorOptions {
  readonly media: Pick<DiskShelf, 'pathOf'>;
  /** A folder for films that are being made; what lies in it is nobody's when this begins. */
  readonly scratch: string;
  readonly log: Logger;
  readonly version: string;
  /** What computes the work on takes; the processor where absent. */
  readonly provider?: () => Promise<Provider>;
  /** How long after the start it is tried how fast films are made here. Milliseconds. */
  readonly tryAfter?: number;
}

/** A start has better to do, and who only looks what there is needs no trial. */
const TRY_AFTER_MS = 4_000;

/** Makes films of cuts by the code that the browser makes them with, each in a process of its own. */
export class CompositorEngine implements EngineHost {
  readonly #options: CompositorOptions;
  readonly #listeners = new Set<() => void>();
  readonly #closed = { aborted: false };
  readonly #trying: NodeJS.Timeout;
  /** Once what was left behind is swept away: at the first film, so that who only looks at the engine changes nothing. */
  #swept: Promise<void> | undefined;
  #films: FilmOffer | undefined;
  #fault: Fault | undefined;
  readonly #work = new Set<Promise<unknown>>();

  constructor(options: CompositorOptions) {
    this.#options = options;
    this.#trying = setTimeout(() => void this.#while(this.#tryOut()), options.tryAfter ?? TRY_AFTER_MS);
    this.#trying.unref();
  }

  async describe(): Promise<EngineDescription> {
    return { id: 'compositor', version: this.#options.version, provider: 'cpu', why: 'It draws films with the processor and encodes them with FFmpeg’s libraries.' };
  }

  async offer(): Promise<EngineOffer> {
    const { id: _, ...said } = await this.describe();
    return { id: 'compositor', ...said, models: [], ...(this.#films && { films: this.#films }), ...(this.#fault && { fault: this.#fault }) };
  }

  /** It generates nothing. */
  async run(): Promise<Result<GenerationResult, Fault>> {
    return fail({ reason: 'mode-not-supported', facts: {} });
  }

  compose(request: ComposeRequest, context: ComposeContext): Promise<Result<ComposedFilm, Fault>> {
    return this.#while(this.#inFolder(async (folder) => {
      const sheet = this.#options.media.pathOf(request.sheet);
      if (sheet === undefined) throw new FaultError('media-damaged');
      const files = new Map(request.media.flatMap((asset) => {
        const file = this.#options.media.pathOf(asset);
        return file === undefined ? [] : [[asset, file] as const];
      }));
      const provider = (await this.#options.provider?.()) ?? 'cpu';
      const made = await this.#process({ kind: 'make', sheet, files, provider, output: path.join(folder, 'film') }, {
        signal: context.signal,
        onNews: ({ done, frames }) => context.onProgress({ stage: 'encode-media', step: done, steps: frames, fraction: done / frames }),
      });
      if (made.kind !== 'made') throw new Error('a film was asked for and something else was made');
      return { file: made.file, film: made.film, timings: { 'encode-media': made.milliseconds } };
    }));
  }

  /** Nothing stays in memory between two films. */
  async unload(): Promise<void> {}

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async dispose(): Promise<void> {
    this.#closed.aborted = true;
    clearTimeout(this.#trying);
    this.#listeners.clear();
    await Promise.all(this.#work);
  }

  async #tryOut(): Promise<void> {
    const { log } = this.#options;
    const tried = await this.#inFolder(async (folder) => ({
      ...(await this.#process({ kind: 'try', output: path.join(folder, 'film') }, { signal: this.#closed })),
      file: folder,
    }));
    if (this.#closed.aborted) return;
    if (tried.ok && tried.value.kind === 'tried') this.#films = tried.value.films;
    else if (!tried.ok) this.#fault = tried.fault;
    if (tried.ok) await tried.value.dispose();
    log.debug({ films: this.#films, fault: this.#fault?.reason }, 'it was tried how films are made here');
    for (const listener of this.#listeners) listener();
  }

  /** Throws FaultError: what the work met, `cancelled`, `engine-died` or `out-of-memory`. */
  async #process(order: Order, context: WorkContext<News>): Promise<Made> {
    const made = await workOnce({ program: CHILD, protocol: PROTOCOL, engine: 'The compositor', log: this.#options.log }, order, context);
    if (made.ok) return made.value;
    throw new FaultError(made.fault.reason, made.fault.facts);
  }

  /** Lets work have a folder of its own, which goes with what was made, or at once where nothing was. */
  async #inFolder<Made extends { readonly file: string }>(work: (folder: string) => Promise<Made>): Promise<Result<Made & { dispose(): Promise<void> }, Fault>> {
    await (this.#swept ??= rm(this.#options.scratch, { recursive: true, force: true }));
    const folder = path.join(this.#options.scratch, randomUUID());
    const dispose = () => rm(folder, { recursive: true, force: true });
    try {
      await mkdir(folder, { recursive: true });
      return ok({ ...(await work(folder)), dispose });
    } catch (error) {
      await dispose();
      if (error instanceof FaultError) return fail(error.fault);
      throw error;
    }
  }

  async #while<Value>(work: Promise<Value>): Promise<Value> {
    const watched = work.catch(() => undefined);
    this.#work.add(watched);
    try {
      return await work;
    } finally {
      this.#work.delete(watched);
    }
  }
}
