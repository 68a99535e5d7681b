import { summarise } from '#core/domain/project/project-summary.ts';
import { documentPath } from '#core/schema/backup.ts';
import { compactInWorker } from '../compact-in-worker.ts';
import { namedSoFar } from '../named-so-far.ts';
import type { ProjectRecord } from '#core/schema/project-record.ts';
import type { ProjectLog, WholeSnapshot } from '../snapshot.ts';
import { packLog } from '#core/document/log/packed-log.ts';
import { filmIn } from './read-film.ts';

/** A log of more entries than this is written as one entry that says the same. */
const LONG_LOG = 1_000;

export interface FilmPart {
  readonly path: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** The documents of projects as they are written, and their records with all bytes that the documents name. */
export async function filmParts({ projects, logs }: WholeSnapshot): Promise<{ records: ProjectRecord[]; parts: FilmPart[] }> {
  const records: ProjectRecord[] = [];
  const parts: FilmPart[] = [];
  for (const record of projects) {
    const log = await shortened(logs.get(record.id)!);
    parts.push({ path: documentPath(record.id), bytes: packLog(log) });
    // Where two tabs wrote at once the record may not know yet what both have named.
    const film = filmIn(log);
    records.push({ ...record, assets: namedSoFar(record.assets, film ? summarise(film).assets : []) });
  }
  return { records, parts };
}

/** What cannot be read is not in the one entry, and goes along behind it as it lies. */
async function shortened({ entries, points }: ProjectLog): Promise<Omit<ProjectLog, 'upTo'>> {
  if (entries.length <= LONG_LOG) return { entries, points };
  const compacted = await compactInWorker(entries, points);
  return { entries: [compacted.entry, ...compacted.setAside.map(({ index }) => entries[index]!)], points: compacted.points };
}
