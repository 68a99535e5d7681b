import type { BackedUpFilm } from '#core/schema/backup.ts';
import { ExportedFilm } from '#core/schema/exported-film.ts';
import { FaultError } from '#core/schema/fault.ts';
import { reportingFaults } from '../faults.ts';
import type { FilmShelf } from '../film-shelf.ts';
import type { ComingExports } from './read-exports.ts';

/** What an import needs of the shelf of exported films. */
export type ShelfOfFilms = Pick<FilmShelf, 'all' | 'begin' | 'keep' | 'drop' | 'delete'>;

export interface ExportComparison {
  readonly fresh: readonly BackedUpFilm[];
  /** How many are here already. */
  readonly same: number;
  /** Of those that are new. */
  readonly bytes: number;
}

/** A film never changes once it is exported, so its id says whether it is here. */
export function compareExports(mine: readonly ExportedFilm[], coming: readonly BackedUpFilm[]): ExportComparison {
  const here = new Set(mine.map(({ id }) => id));
  const fresh = coming.filter(({ id }) => !here.has(id));
  return { fresh, same: coming.length - fresh.length, bytes: fresh.reduce((sum, { bytes }) => sum + bytes, 0) };
}

/** Puts films on the shelf, all of them or none. Throws FaultError `cancelled`, `no-room-on-disk` or what reading the file throws. */
export async function importExports(
  shelf: ShelfOfFilms,
  exports: ComingExports,
  films: readonly BackedUpFilm[],
  { signal, onBytes }: { signal?: AbortSignal | undefined; onBytes(count: number): void },
): Promise<readonly ExportedFilm[]> {
  const came: ExportedFilm[] = [];
  try {
    for (const { sha256, ...film } of films) {
      if (signal?.aborted) throw new FaultError('cancelled');
      const begun = await shelf.begin(film.id);
      try {
        await reportingFaults(async () => {
          const file = await begun.handle.createWritable();
          try {
            await exports.pour({ sha256 }, async (bytes) => (await file.write(bytes), onBytes(bytes.length)), signal);
          } catch (error) {
            await file.abort().catch(() => undefined);
            throw error;
          }
          await file.close();
        }, 'storage-refused');
        await shelf.keep(begun, ExportedFilm.parse(film));
      } catch (error) {
        await shelf.drop(begun).catch(() => undefined);
        throw error;
      }
      came.push(ExportedFilm.parse(film));
    }
    return came;
  } catch (error) {
    await removeExports(shelf, came);
    throw error;
  }
}

export async function removeExports(shelf: Pick<ShelfOfFilms, 'delete'>, films: readonly ExportedFilm[]): Promise<void> {
  for (const film of films) await shelf.delete(film);
}
