import type { Origin } from '#core/document/edit.ts';
import { openLog } from '#core/document/log/open-log.ts';
import { summarise } from '#core/domain/project/project-summary.ts';
import type { Sha256 } from '#core/schema/ids.ts';
import type { Project } from '#core/schema/project.ts';
import { namedSoFar } from '../named-so-far.ts';
import type { ProjectRecord } from '#core/schema/project-record.ts';
import type { ProjectLog } from '../snapshot.ts';

/** A project of a backup that can be opened. */
export interface ComingFilm {
  /** As its document says, whatever the file says of it. */
  readonly record: ProjectRecord;
  readonly log: Omit<ProjectLog, 'upTo'>;
}

/** Why a project of a backup is left out. */
export type WhyLeftOut = 'unreadable' | 'another-project' | 'unsafe' | 'too-long';

/** A project that stays in the file, under the name that the file gives it. */
export interface LeftOut {
  readonly name: string;
  readonly why: WhyLeftOut;
}

/** Reading changes nothing, so it needs no ids and no time. */
const NOBODY: Origin = { newId: () => '', now: () => 0 };

/** What is no picture, clip or sound, and can hold a script. */
const SCRIPTED = /svg|html|xml|script/i;

/** The film of a log; undefined where it cannot be opened. */
export function filmIn({ entries }: Omit<ProjectLog, 'upTo'>): Project | undefined {
  try {
    const opened = openLog(entries.map(({ bytes }) => bytes), NOBODY);
    if (!opened.ok) return undefined;
    const film = opened.value.document.project;
    opened.value.document.dispose();
    return film;
  } catch {
    // Bytes that are an update by their form can still be such as Yjs cannot apply.
    return undefined;
  }
}

/**
 * Looks at a project that nobody vouches for. The document decides: what the record says of it is worked
 * out anew. `comes`: whether the file holds bytes of that name, which the project's past may need.
 */
export function readFilm(record: ProjectRecord, log: Omit<ProjectLog, 'upTo'>, comes: (asset: Sha256) => boolean): ComingFilm | LeftOut {
  const { schema, id, createdAt, changedAt, archivedAt, deletedAt, name } = record;
  const leftOut = (why: WhyLeftOut): LeftOut => ({ name, why });
  const film = filmIn(log);
  if (!film) return leftOut('unreadable');
  if (film.id !== id) return leftOut('another-project');
  if (hasScript(film)) return leftOut('unsafe');
  const standing = { ...(archivedAt !== undefined && { archivedAt }), ...(deletedAt !== undefined && { deletedAt }) };
  const summary = summarise(film);
  const assets = namedSoFar(record.assets.filter(comes), summary.assets);
  return { record: { schema, id, createdAt, changedAt, ...standing, ...summary, assets }, log };
}

export const isLeftOut = (found: ComingFilm | LeftOut): found is LeftOut => 'why' in found;

/** Whether a file that the project names is said to be a page or a program. */
function hasScript(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { type } = value as { type?: unknown };
  if (typeof type === 'string' && type.includes('/') && SCRIPTED.test(type)) return true;
  return Object.values(value).some(hasScript);
}
