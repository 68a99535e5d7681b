import * as Comlink from 'comlink';
import type { Sha256 } from '#core/schema/ids.ts';
import { type ComingFilm, type LeftOut, readFilm } from '#lib/storage/backup/read-film.ts';
import type { ProjectRecord } from '#core/schema/project-record.ts';
import type { ProjectLog } from '#lib/storage/snapshot.ts';

/** Looks at projects that nobody vouches for, away from the page: a log can be made to take hours. */
const api = {
  read: (record: ProjectRecord, log: Omit<ProjectLog, 'upTo'>, coming: ReadonlySet<Sha256>): ComingFilm | LeftOut =>
    readFilm(record, log, (asset) => coming.has(asset)),
};
export type FilmReaderApi = typeof api;

Comlink.expose(api);
