import { type BackedUpFilm, BackedUpFilm as BackedUpFilmSchema, type BackupPart, filmPath } from '#core/schema/backup.ts';
import type { ExportedFilm } from '#core/schema/exported-film.ts';
import { sha256OfFile } from '../stream-digest.ts';
import type { FilmShelf } from '../film-shelf.ts';

/** Exported films that go into a backup, and where their files are. */
export interface ExportsToWrite {
  readonly films: readonly ExportedFilm[];
  readonly shelf: Pick<FilmShelf, 'file'>;
}

export interface ExportParts {
  readonly records: readonly BackedUpFilm[];
  /** One for each file; equal files are one. */
  readonly files: readonly { readonly part: BackupPart; readonly file: Blob }[];
  /** Names of films whose file is gone or is another than was exported. */
  readonly lacking: readonly string[];
}

/** Reads each film once, in portions, for its name. Throws the signal's reason once it is aborted. */
export async function exportParts({ films, shelf }: ExportsToWrite, signal: AbortSignal | undefined, onProgress: (done: number) => void): Promise<ExportParts> {
  const records: BackedUpFilm[] = [];
  const files = new Map<string, ExportParts['files'][number]>();
  const lacking: string[] = [];
  for (const [i, film] of films.entries()) {
    const file = await shelf.file(film);
    const sha256 = file && file.size === film.bytes ? await sha256OfFile(file, (share) => (onProgress((i + share) / films.length), signal?.throwIfAborted(), true)).catch(unlessStopped(signal)) : undefined;
    const record = BackedUpFilmSchema.safeParse({ ...film, sha256 });
    if (!record.success || !sha256 || !file) lacking.push(film.name);
    else {
      records.push(record.data);
      const path = filmPath(sha256);
      files.set(path, { part: { path, kind: 'film', bytes: file.size, sha256 }, file });
    }
  }
  return { records, files: [...files.values()], lacking };
}

/** A file that cannot be read is left out; a person who stops is heard. */
const unlessStopped = (signal: AbortSignal | undefined) => (): undefined => {
  signal?.throwIfAborted();
};
