import { asItComes, type Change, compare, type Comparison, type ConflictChoice, isSame, settle } from '#core/domain/backup/merge-backup.ts';
import { isSameRecord } from '#core/domain/backup/same-record.ts';
import type { ExportedFilm } from '#core/schema/exported-film.ts';
import { FaultError } from '#core/schema/fault.ts';
import type { Sha256 } from '#core/schema/ids.ts';
import type { KeptLora } from '#core/schema/kept-lora.ts';
import type { Notice } from '#core/schema/notice.ts';
import type { Take } from '#core/schema/take.ts';
import type { StudioStorage } from '../ports.ts';
import { type Draft, type JobRecord, Settings } from '../records.ts';
import { mediaOfTake } from '../media-of.ts';
import type { ProjectChange, RecordChange, Snapshot } from '../snapshot.ts';
import { compareLoras, importLoras, type LoraComparison, removeLoras, type ShelfOfLoras } from './backed-up-loras.ts';
import { compareExports, type ExportComparison, importExports, removeExports, type ShelfOfFilms } from './import-exports.ts';
import { compareFilms, type FilmComparison, filmChanges } from './compare-films.ts';
import type { OpenedBackup } from './read-backup.ts';

/** Something of which there is one: nothing comes, or it is new, the same, or differs from what is here. */
export type SingleComparison = 'none' | 'fresh' | 'same' | 'conflict';

/** What an import would do, before it does anything. */
export interface ImportPlan {
  readonly takes: Comparison<Take>;
  readonly jobs: Comparison<JobRecord>;
  readonly notices: Comparison<Notice>;
  readonly draft: SingleComparison;
  readonly settings: SingleComparison;
  readonly films: FilmComparison;
  readonly exports: ExportComparison;
  readonly loras: LoraComparison;
  /** Media that are not here yet. */
  readonly media: readonly { readonly sha256: Sha256; readonly bytes: number }[];
  /** Takes that come without a part of their pictures, as it was damaged when the backup was made. */
  readonly incomplete: readonly Take[];
  /** Names of projects that come without a picture or a sound, as it was damaged or gone when the backup was made. */
  readonly incompleteFilms: readonly string[];
  /** All that is here, as it was when the plan was made. */
  readonly mine: Snapshot;
}

/** What becomes of what differs. Notices that differ stay as they are here. */
export interface ImportChoices {
  readonly takes: ConflictChoice;
  readonly jobs: ConflictChoice;
  readonly draft: 'mine' | 'theirs';
  readonly settings: 'mine' | 'theirs';
  /** Whether exported films stay in the file. */
  readonly leaveExports?: boolean;
}


/** Compares a backup with what is here. `shelf`: where exported films go, `library`: where LoRAs go; they stay in the file where there is none. */
export async function planImport({ transfer, blobs }: StudioStorage, { records, films, exports, loras, media }: OpenedBackup, shelf?: ShelfOfFilms, library?: Pick<ShelfOfLoras, 'all'>): Promise<ImportPlan> {
  const mine = await transfer.snapshotWithLogs(films.map(({ record }) => record.id));
  const here = new Set((await blobs.list()).map(({ sha256 }) => sha256));
  const { takes = [], jobs = [], notices = [], draft, settings } = records;
  const lacks = (name: Sha256) => !media.has(name) && !here.has(name);
  const coming = jobs.map((record) => ({ ...record, job: asItComes(record.job) }));
  return {
    takes: compare(mine.takes, takes, (kept, comes) => isSameRecord('takes', kept, comes)),
    jobs: compare(mine.jobs, coming, (kept, comes) => isSame({ ...kept, job: asItComes(kept.job) }, comes)),
    notices: compare(mine.notices, notices),
    draft: compareSingles(mine.draft, draft),
    // Settings that were never touched are none.
    settings: compareSingles(isSame(mine.settings, Settings.parse({})) ? undefined : mine.settings, settings, mine.settings),
    films: compareFilms(mine, films, Date.now()),
    exports: compareExports(shelf ? await shelf.all() : [], shelf ? exports.films : []),
    loras: compareLoras(library ? await library.all() : [], library ? loras : []),
    media: [...media].filter(([name]) => !here.has(name)).map(([sha256, bytes]) => ({ sha256, bytes })),
    incomplete: takes.filter((take) => mediaOfTake(take).whole.some(lacks)),
    incompleteFilms: films.filter(({ record }) => record.assets.some(lacks)).map(({ record }) => record.name),
    mine,
  };
}

/** Whether a plan would change anything, whatever is chosen. */
export function bringsSomething({ takes, jobs, notices, draft, settings, films, exports, loras }: ImportPlan): boolean {
  const lists = [takes, jobs, notices].some(({ fresh }) => fresh.length > 0);
  return lists || exports.fresh.length + loras.fresh.length > 0 || films.fresh.length + films.joined.length > 0 || takes.conflicts.length + jobs.conflicts.length > 0 || [draft, settings].some((one) => one === 'fresh' || one === 'conflict');
}

/** What an import wrote: enough to take it back. `outdated`: something here changed since the plan was made, so nothing was done. */
export type ImportOutcome = { readonly kind: 'imported'; readonly changes: readonly RecordChange[]; readonly exports: readonly ExportedFilm[]; readonly loras: readonly KeptLora[] } | { readonly kind: 'outdated' };

/**
 * Imports as planned: first the media, which nobody sees without a record, and exported films, then all records in one
 * transaction. Whatever happens in between, all came or nothing did. Throws FaultError `cancelled`,
 * `no-room-on-disk`, or what reading the file throws.
 */
export async function importBackup(
  { blobs, transfer }: StudioStorage,
  opened: OpenedBackup,
  plan: ImportPlan,
  choices: ImportChoices,
  { signal, shelf, library, onProgress }: { signal?: AbortSignal; shelf?: ShelfOfFilms; library?: ShelfOfLoras; onProgress?: (fraction: number) => void } = {},
): Promise<ImportOutcome> {
  const wanted = shelf && !choices.leaveExports ? plan.exports.fresh : [];
  const total = plan.media.reduce((sum, { bytes }) => sum + bytes, 0) + wanted.reduce((sum, { bytes }) => sum + bytes, 0);
  const keep = async (name: Sha256) => {
    if (signal?.aborted) throw new FaultError('cancelled');
    const kept = await blobs.put(await opened.read(name));
    if (kept !== name) throw new FaultError('backup-damaged', { part: name });
  };
  let done = 0;
  for (const { sha256, bytes } of plan.media) {
    await keep(sha256);
    done += bytes;
    onProgress?.(done / total);
  }
  const came = shelf ? await importExports(shelf, opened.exports, wanted, { signal, onBytes: (count) => onProgress?.((done += count) / total) }) : [];
  const changes = changesOf(plan, opened, choices);
  let learnt: readonly KeptLora[] = [];
  const takeBack = async () => {
    if (shelf) await removeExports(shelf, came);
    if (library) await removeLoras(library, learnt);
  };
  try {
    if (library) learnt = await importLoras(library, plan.loras.fresh);
    if (signal?.aborted) throw new FaultError('cancelled');
    if (!(await transfer.merge(changes))) {
      await takeBack();
      return { kind: 'outdated' };
    }
  } catch (error) {
    await takeBack();
    throw error;
  }
  // Media that were here without a record may have been cleaned away until now; from now on they are named.
  for (const name of opened.media.keys()) if (!(await blobs.has(name))) await keep(name);
  return { kind: 'imported', changes, exports: came, loras: learnt };
}

/** Takes an import back: removes exactly what came. Resolves with how many records stay, as they were changed since. */
export const undoImport = ({ transfer }: StudioStorage, changes: readonly RecordChange[]): Promise<number> => transfer.unmerge(changes);

function changesOf(plan: ImportPlan, { records }: OpenedBackup, choices: ImportChoices): readonly RecordChange[] {
  const { takes, jobs } = settle(plan, choices, () => crypto.randomUUID());
  const list = <Store extends Exclude<RecordChange, ProjectChange>['store'], Value>(store: Store, changes: readonly Change<Value>[]) =>
    changes.map((change) => ({ store, ...change }));
  const notices = plan.notices.fresh.map((after) => ({ store: 'notices' as const, before: undefined, after }));
  const draft: RecordChange[] =
    records.draft && replaces(plan.draft, choices.draft) ? [{ store: 'draft', before: plan.mine.draft, after: records.draft }] : [];
  const settings: RecordChange[] =
    records.settings && replaces(plan.settings, choices.settings)
      ? [{ store: 'settings', before: plan.mine.settings, after: records.settings }]
      : [];
  return [...list('takes', takes), ...list('jobs', jobs), ...notices, ...draft, ...settings, ...filmChanges(plan.films)] as readonly RecordChange[];
}

const replaces = (compared: SingleComparison, choice: 'mine' | 'theirs'): boolean =>
  compared === 'fresh' || (compared === 'conflict' && choice === 'theirs');

function compareSingles(mine: Draft | Settings | undefined, theirs: Draft | Settings | undefined, otherwise = mine): SingleComparison {
  if (!theirs) return 'none';
  if (isSame(otherwise, theirs)) return 'same';
  return mine ? 'conflict' : 'fresh';
}
