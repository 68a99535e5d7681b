import * as Comlink from 'comlink';
import type { Sha256 } from '#core/schema/ids.ts';
import type { FilmReaderApi } from '#lib/workers/film-reader.worker.ts';
import type { ProjectRecord } from '#core/schema/project-record.ts';
import type { ComingFilm, LeftOut } from './read-film.ts';
import type { ProjectLog } from '../snapshot.ts';

/** A project that takes longer is left out, in milliseconds. 50,000 changes take less than one second. */
const LONGEST_MS = 60_000;

/** Reads projects of a backup in a worker, one after the other, for no longer than a time each. */
export class FilmReader {
  readonly #longest: number;
  readonly #signal: AbortSignal | undefined;
  #worker: Worker | undefined;
  /** Kept as long as the worker: Comlink closes the worker's door when a wrapper is collected. */
  #door: Comlink.Remote<FilmReaderApi> | undefined;

  constructor(signal?: AbortSignal, longest = LONGEST_MS) {
    this.#signal = signal;
    this.#longest = longest;
  }

  /** Throws the signal's reason once it is aborted. */
  async read(record: ProjectRecord, log: Omit<ProjectLog, 'upTo'>, coming: ReadonlySet<Sha256>): Promise<ComingFilm | LeftOut> {
    this.#worker ??= new Worker(new URL('../../workers/film-reader.worker.ts', import.meta.url), { type: 'module' });
    const worker = this.#worker;
    this.#door ??= Comlink.wrap<FilmReaderApi>(worker);
    const over = new AbortController();
    const tooLong = new Promise<LeftOut>((resolve) => {
      const timer = setTimeout(() => resolve({ name: record.name, why: 'too-long' }), this.#longest);
      over.signal.addEventListener('abort', () => clearTimeout(timer));
    });
    const stopped = new Promise<never>((_resolve, reject) => {
      worker.onerror = ({ message }) => reject(new Error(message));
      const stop = () => reject(this.#signal?.reason);
      if (this.#signal?.aborted) stop();
      this.#signal?.addEventListener('abort', stop, { signal: over.signal });
    });
    try {
      const found = await Promise.race([this.#door.read(record, log, coming), tooLong, stopped]);
      if ('why' in found && found.why === 'too-long') this.close();
      return found;
    } finally {
      over.abort();
    }
  }

  close(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#door = undefined;
  }
}
