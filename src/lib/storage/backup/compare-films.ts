import { lackedBy } from '#core/document/log/join-logs.ts';
import { seal } from '#core/document/log/sealed.ts';
import { summarise } from '#core/domain/project/project-summary.ts';
import { namedSoFar } from '../named-so-far.ts';
import type { ProjectRecord } from '#core/schema/project-record.ts';
import type { ProjectChange, ProjectLog, WholeSnapshot } from '../snapshot.ts';
import { type ComingFilm, filmIn, type LeftOut } from './read-film.ts';

/** A project that is here, and that the file has changes of which are not here. */
export interface JoinedFilm {
  readonly mine: ProjectRecord;
  /** The project as it will be, with what both sides made of it. */
  readonly after: ProjectRecord;
  readonly change: ProjectChange;
}

/** What an import would do with projects. There is nothing to choose: nothing of either side is lost. */
export interface FilmComparison {
  readonly fresh: readonly ComingFilm[];
  /** Here already, with all that the file has of them; as they are here. */
  readonly same: readonly ProjectRecord[];
  readonly joined: readonly JoinedFilm[];
  /** Projects that could be opened alone, and not together with those here. */
  readonly leftOut: readonly LeftOut[];
}

/** Compares the projects of a backup with those that are here. `now`: milliseconds since 1970. */
export function compareFilms({ projects, logs }: WholeSnapshot, films: readonly ComingFilm[], now: number): FilmComparison {
  const here = new Map(projects.map((record) => [record.id, record]));
  const compared = { fresh: [] as ComingFilm[], same: [] as ProjectRecord[], joined: [] as JoinedFilm[], leftOut: [] as LeftOut[] };
  for (const film of films) {
    const mine = here.get(film.record.id);
    const log = logs.get(film.record.id);
    const joined = mine && log && join(mine, log, film, now);
    if (!joined) compared.fresh.push(film);
    else if (joined === 'same') compared.same.push(mine);
    else if ('why' in joined) compared.leftOut.push(joined);
    else compared.joined.push(joined);
  }
  return compared;
}

function join(mine: ProjectRecord, { entries, upTo }: ProjectLog, { record, log }: ComingFilm, now: number): JoinedFilm | LeftOut | 'same' {
  const leftOut: LeftOut = { name: record.name, why: 'unreadable' };
  let lacked: Uint8Array | undefined;
  try {
    lacked = lackedBy(entries.map(({ bytes }) => bytes), log.entries.map(({ bytes }) => bytes));
  } catch {
    // Made by nobody's hand: what Yjs cannot apply upon what is here.
    return leftOut;
  }
  if (!lacked) return 'same';
  const added = [{ bytes: seal(lacked), at: now }];
  const both = filmIn({ entries: [...entries, ...added], points: [] });
  if (both?.id !== mine.id) return leftOut;
  const summary = summarise(both);
  const assets = namedSoFar(mine.assets, namedSoFar(record.assets, summary.assets));
  const after: ProjectRecord = { ...mine, ...summary, assets, changedAt: Math.max(now, mine.changedAt) };
  return { mine, after, change: { store: 'projects', before: mine, after, upTo, log: { entries: added, points: [] } } };
}

/** What is to be written. */
export const filmChanges = ({ fresh, joined }: FilmComparison): ProjectChange[] => [
  ...fresh.map(({ record, log }): ProjectChange => ({ store: 'projects', before: undefined, after: record, upTo: -1, log })),
  ...joined.map(({ change }) => change),
];
