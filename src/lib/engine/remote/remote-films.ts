import type { ComposedFile, JobOrder } from '#core/schema/accelerator/remote-job.ts';
import type { AwaitedFilm } from '#core/schema/awaited-film.ts';
import { DEPTH_MAP_TYPE } from '#core/schema/clip-depth.ts';
import type { Fault } from '#core/schema/fault.ts';
import type { FilmFacts } from '#core/schema/film-sheet.ts';
import { Sha256 } from '#core/schema/ids.ts';
import { fail, ok, type Result } from '#core/schema/result.ts';
import { sha256 } from '#lib/storage/digest.ts';
import { LEFT } from '../lane.ts';
import { fetchToFile } from './fetch-to-file.ts';
import type { AcceleratorLink } from './ports.ts';
import { RemoteNews } from './remote-news.ts';

export type FindBlob = (asset: Sha256, type: string) => Promise<Blob | undefined>;

/** How far a film is that an accelerator makes: `away` while it cannot be reached. */
export type RemoteStep =
  | { readonly step: 'sending' | 'waiting' | 'away' }
  | { readonly step: 'making'; readonly done: number; readonly frames: number }
  /** `fraction` of the file is here. */
  | { readonly step: 'fetching'; readonly fraction: number };

export interface RemoteFilmContext {
  /** Aborted with the reason `LEFT` it goes on there. */
  readonly signal: AbortSignal;
  /** An empty file for the film, asked for once it is made. */
  file(): Promise<FileSystemFileHandle>;
  onStep(step: RemoteStep): void;
}

/** So long after a question that was not answered another is asked. Milliseconds. */
const AGAIN_MS = 1_000;

type Made = FilmFacts & { readonly bytes: number; readonly media: Sha256 };

/** Has films made by the paired accelerator. A film that is followed again, after a reload say, is the same job there. */
export class RemoteFilms {
  readonly #link: AcceleratorLink;
  readonly #find: FindBlob;

  constructor(link: AcceleratorLink, find: FindBlob) {
    this.#link = link;
    this.#find = find;
  }

  /** Which files of a film are here to be sent: a clip whose file is gone stands as its slate there, too. */
  async mediaOf({ sheet: { order, sound } }: Pick<AwaitedFilm, 'sheet'>): Promise<Sha256[]> {
    const named = new Map<Sha256, string>();
    for (const { source } of order.cut.clips) {
      if (source.kind === 'slate') continue;
      named.set(source.asset, source.type);
      if (source.kind === 'still' && source.depth) named.set(source.depth.map, DEPTH_MAP_TYPE);
    }
    for (const { asset, type } of sound.pieces) named.set(asset, type);
    const found: Sha256[] = [];
    for (const [asset, type] of named) if (await this.#find(asset, type)) found.push(asset);
    return found;
  }

  /** Has a film made and its file brought here, whatever breaks in between. Expected failures resolve. */
  async make({ id, sheet, media }: AwaitedFilm, { signal, file, onStep }: RemoteFilmContext): Promise<Result<Made, Fault>> {
    const bytes = new TextEncoder().encode(JSON.stringify(sheet));
    const name = Sha256.parse(await sha256(bytes));
    const order: JobOrder = { id, request: { mode: 'compose', sheet: name, media }, priority: 'normal', dependsOn: [], stepsDown: [] };
    const find = (asset: Sha256) => (asset === name ? Promise.resolve(new Blob([bytes])) : this.#find(asset, ''));
    const news = new RemoteNews(this.#link, { job: id, signal, onProgress: ({ step, steps }) => onStep({ step: 'making', done: step, frames: steps }) });
    try {
      for (;;) {
        if (signal.aborted) return await this.#stop(id, signal);
        if (this.#link.state.kind === 'unpaired') return fail({ reason: 'accelerator-away', facts: {} });
        if (this.#link.state.kind !== 'connected') {
          onStep({ step: 'away' });
          await news.wait();
        } else if (!news.job) {
          onStep({ step: 'sending' });
          const { breaks } = news;
          const taken = await this.#link.submit(order, find);
          if (taken.ok) {
            onStep({ step: 'waiting' });
            // What was told meanwhile is newer than the answer, and one from before a break says nothing of now.
            if (!news.job && news.breaks === breaks) news.note(taken.value);
          } else if (taken.fault.reason === 'accelerator-away') await news.wait(AGAIN_MS);
          else return taken;
        } else {
          const ended = await this.#ended(news, { signal, file, onStep });
          if (ended && (ended.ok || ended.fault.reason !== 'accelerator-away')) return ended;
          await news.wait(ended && AGAIN_MS);
        }
      }
    } finally {
      news.dispose();
    }
  }

  /** The film is kept here: the accelerator may let it go, and forget the job. */
  async kept({ id }: Pick<AwaitedFilm, 'id'>, media: Sha256): Promise<void> {
    await this.#link.collected(id, media);
    await this.#link.forget(id);
  }

  /** What has come of it; undefined while it is not over. */
  async #ended(news: RemoteNews, { signal, file, onStep }: RemoteFilmContext): Promise<Result<Made, Fault> | undefined> {
    const { job, result, order: { id } } = news.job!;
    if (job.state === 'failed' || job.state === 'cancelled') {
      await this.#link.forget(id);
      return fail(job.state === 'failed' ? job.fault : { reason: 'cancelled', facts: {} });
    }
    if (job.state !== 'done') return undefined;
    if (!isFilm(result)) return fail({ reason: 'engine-refused', facts: { engine: 'The accelerator', detail: 'The film is made, but its file is not there any more.' } });
    onStep({ step: 'fetching', fraction: 0 });
    const got = await fetchToFile((path, init) => this.#link.ask(path, init), result.media, await file(), { signal, onFraction: (fraction) => onStep({ step: 'fetching', fraction }) });
    return got.ok ? ok({ ...result.film, bytes: got.value, media: result.media }) : got;
  }

  async #stop(id: AwaitedFilm['id'], signal: AbortSignal): Promise<Result<never, Fault>> {
    if (signal.reason !== LEFT) {
      await this.#link.cancel(id);
      await this.#link.forget(id);
    }
    return fail({ reason: 'cancelled', facts: {} });
  }
}

const isFilm = (result: object | undefined): result is ComposedFile => result !== undefined && 'film' in result;
