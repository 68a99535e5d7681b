import { AwaitedFilm } from '#core/schema/awaited-film.ts';
import type { FilmSheet } from '#core/schema/film-sheet.ts';
import type { ProjectId } from '#core/schema/project-ids.ts';
import type { AcceleratorLink } from '#lib/engine/remote/ports.ts';
import { type FindBlob, type RemoteFilmContext, RemoteFilms } from '#lib/engine/remote/remote-films.ts';
import { AwaitedFilms } from '#lib/storage/awaited-films.ts';

/** Films that are made on the accelerator and awaited here, whatever becomes of the page meanwhile. */
export class FilmsElsewhere {
  readonly #remote: RemoteFilms;
  readonly #awaited: AwaitedFilms;

  constructor(link: AcceleratorLink, find: FindBlob, awaited = new AwaitedFilms()) {
    this.#remote = new RemoteFilms(link, find);
    this.#awaited = awaited;
  }

  /** Writes down that a film is wanted. Throws FaultError `storage-refused`. */
  async begin(project: ProjectId, sheet: FilmSheet): Promise<AwaitedFilm> {
    // As it will be read again: its bytes have to have the same hash then.
    const film = AwaitedFilm.parse({ id: crypto.randomUUID(), project, sheet, media: await this.#remote.mediaOf({ sheet }) });
    await this.#awaited.write(film);
    return film;
  }

  all(): Promise<readonly AwaitedFilm[]> {
    return this.#awaited.all();
  }

  /** Whether it is still awaited: another tab may have brought it here. */
  async isAwaited({ id }: AwaitedFilm): Promise<boolean> {
    return (await this.#awaited.get(id)) !== undefined;
  }

  make(film: AwaitedFilm, context: RemoteFilmContext): ReturnType<RemoteFilms['make']> {
    return this.#remote.make(film, context);
  }

  /** It is over, one way or the other. `media`: what is kept here now. */
  async end(film: AwaitedFilm, media?: Parameters<RemoteFilms['kept']>[1]): Promise<void> {
    await this.#awaited.drop(film.id);
    if (media) await this.#remote.kept(film, media);
  }
}
