import { type BackedUpFilm, BackedUpFilms, type BackupManifest, type BackupPart, filmPath } from '#core/schema/backup.ts';
import { FaultError } from '#core/schema/fault.ts';
import type { Sha256 } from '#core/schema/ids.ts';
import { streamingSha256 } from '../stream-digest.ts';
import { type Entries, pourEntry } from './archive.ts';
import { parseJson, unreadable } from './json-part.ts';

/** Captions lie beside their film as text; those of an hour are some hundred thousand characters. */
const LONGEST_CAPTIONS = 4 * 2 ** 20;
const PART = 'films.json';

/** The exported films of a backup, and how to get at their bytes. */
export interface ComingExports {
  readonly films: readonly BackedUpFilm[];
  /** Hands on a film's bytes; throws FaultError `backup-damaged` at their end where they are others than it says. */
  pour(film: Pick<BackedUpFilm, 'sha256'>, into: (bytes: Uint8Array<ArrayBuffer>) => unknown, signal?: AbortSignal): Promise<void>;
}

/** The parts that are films, by name, each where it belongs. */
export function filmPartsOf({ parts }: BackupManifest): ReadonlyMap<Sha256, BackupPart> {
  const found = new Map<Sha256, BackupPart>();
  for (const part of parts) {
    if (part.kind !== 'film') continue;
    if (part.path !== filmPath(part.sha256)) throw new FaultError('backup-damaged', { part: part.path, problem: 'is not named by its SHA-256' });
    found.set(part.sha256, part);
  }
  return found;
}

/** Reads what the films are. `text`: the bytes of `films.json`; undefined where there is none. */
export function readExports(manifest: BackupManifest, entries: Entries, text: Uint8Array<ArrayBuffer> | undefined): ComingExports {
  const parts = filmPartsOf(manifest);
  const parsed = BackedUpFilms.safeParse(text ? parseJson(PART, text, LONGEST_CAPTIONS) : { films: [] });
  if (!parsed.success) throw new FaultError('backup-damaged', { part: PART, problem: unreadable(parsed.error) });
  const { films } = parsed.data;
  const named = new Set<string>(films.map(({ sha256 }) => sha256));
  const isFitting = films.length === manifest.counts.films && new Set(films.map(({ id }) => id)).size === films.length && [...parts.keys()].every((name) => named.has(name));
  if (!isFitting || films.some(({ sha256, bytes }) => parts.get(sha256)?.bytes !== bytes)) {
    throw new FaultError('backup-damaged', { part: PART, problem: 'names other films than there are' });
  }
  return {
    films,
    async pour({ sha256 }, into, signal) {
      const { path } = parts.get(sha256)!;
      const hash = await streamingSha256();
      await pourEntry(path, entries.get(path)!, (bytes) => (hash.update(bytes), into(bytes)), signal);
      if (hash.digest() !== sha256) throw new FaultError('backup-damaged', { part: path });
    },
  };
}
