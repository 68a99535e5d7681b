import type { ExportedFilm } from '#core/schema/exported-film.ts';
import type { RecordChange } from '#lib/storage/snapshot.ts';
import type { ShelfOfLoras } from '#lib/storage/backup/backed-up-loras.ts';
import { bringsSomething, type ImportChoices, importBackup, type ImportOutcome, type ImportPlan, planImport, undoImport } from '#lib/storage/backup/import-backup.ts';
import type { ShelfOfFilms } from '#lib/storage/backup/import-exports.ts';
import { type OpenedBackup, readBackup } from '#lib/storage/backup/read-backup.ts';
import type { openSaveTarget } from '#lib/storage/backup/save-target.ts';
import { lorasToWrite, select, type Selection, writeBackup, type WrittenBackup } from '#lib/storage/backup/write-backup.ts';
import type { FilmShelf } from '#lib/storage/film-shelf.ts';
import type { StudioStorage } from '#lib/storage/ports.ts';
import { whileClosed } from '../project/project-lock.ts';
import { APP } from '../shell/app-version.ts';
import type { ShellState } from '../shell/shell.svelte.ts';
import { saidImported, saidTakenBack, saidWritten } from './backup-sentences.ts';

export interface WorkParts {
  readonly storage: StudioStorage;
  /** Where exported films lie; they are in no backup where it is absent. */
  readonly shelf?: ShelfOfFilms & Pick<FilmShelf, 'file'>;
  /** The library of LoRAs; in no backup where it is absent. */
  readonly library?: () => Promise<ShelfOfLoras>;
  readonly shell: ShellState;
  /** Tabs with the same scope share the store. */
  readonly scope: string;
  /** Shows what an import, or taking it back, has changed. */
  readonly refresh: (changes: readonly RecordChange[], how: 'imported' | 'taken back') => Promise<void>;
}

/** How a work is stopped, and who hears of it; 0 to 1. */
interface Watch {
  readonly signal: AbortSignal;
  readonly onProgress: (fraction: number) => void;
}

/** A backup that was opened, and what importing it would do. */
export interface BackupPreview {
  readonly fileName: string;
  readonly opened: OpenedBackup;
  readonly plan: ImportPlan;
  /** Whether importing it would change anything. */
  readonly hasNews: boolean;
  /** Whether something here changed since it was shown first. */
  readonly isAnew: boolean;
}

/** What goes into a file. `film`: what the project is called, where it is one. */
export interface Order {
  readonly selection: Selection;
  readonly name: string;
  readonly exports: boolean;
  readonly film?: string | undefined;
}

/** Writes a file and tells of it; undefined where the project is not here any more. Throws FaultError. */
export async function write(
  { storage, shelf, library, shell }: WorkParts,
  { selection, name, exports: withExports, film }: Order,
  target: NonNullable<Awaited<ReturnType<typeof openSaveTarget>>>,
  { signal, onProgress }: Watch,
): Promise<WrittenBackup | undefined> {
  const snapshot = await select(storage, selection);
  if (film !== undefined && snapshot.projects.length === 0) {
    await target.sink.abort();
    shell.toast('warn', `“${film}” is not here any more. No backup was written.`);
    return undefined;
  }
  const exports = withExports && shelf ? { films: filmsOf(await shelf.all(), selection), shelf } : undefined;
  const loras = selection === 'everything' && library ? await lorasToWrite(await library()) : undefined;
  const written = await writeBackup(storage.blobs, snapshot, selection, target.sink, { app: APP, now: Date.now(), signal, exports, loras, onProgress });
  await target.deliver();
  const isWhole = written.incomplete.length + written.incompleteFilms.length + written.lackingExports.length === 0;
  shell.toast(isWhole ? 'good' : 'warn', saidWritten(written, film, name));
  return written;
}

/** Opens a file and verifies it. Throws FaultError. */
export async function open({ storage, shelf, library, shell }: WorkParts, file: File, watch: Watch): Promise<BackupPreview> {
  const opened = await readBackup(file, { blobs: storage.blobs, room: await roomLeft(), ...watch });
  const plan = await planImport(storage, opened, shelf, await library?.());
  const hasNews = bringsSomething(plan);
  const counts = hasNews ? 'Look at what it brings, then import it.' : 'Everything in it is here already.';
  shell.announce(`The backup is whole. ${counts}`);
  return { fileName: file.name, opened, plan, hasNews, isAnew: false };
}

/**
 * Imports an opened file as chosen and offers to take it back by `onUndo`. Answers the file shown anew where something here
 * has changed since it was looked at: then nothing was imported. Throws FaultError.
 */
export async function bringIn(parts: WorkParts, preview: BackupPreview, choices: ImportChoices, watch: Watch, onUndo: (outcome: Imported) => void): Promise<BackupPreview | null> {
  const { storage, shelf, shell, refresh } = parts;
  const library = await parts.library?.();
  const outcome = await importBackup(storage, preview.opened, preview.plan, choices, { ...watch, ...(shelf && { shelf }), ...(library && { library }) });
  if (outcome.kind === 'outdated') {
    const plan = await planImport(storage, preview.opened, shelf, library);
    return { ...preview, plan, hasNews: bringsSomething(plan), isAnew: true };
  }
  await refresh(outcome.changes, 'imported');
  shell.toast('good', saidImported(outcome.changes, outcome.exports.length, outcome.loras.length), { label: 'Undo', run: () => onUndo(outcome) });
  return null;
}

export type Imported = Extract<ImportOutcome, { kind: 'imported' }>;

/** Takes an import back, as far as nobody has gone on with what it brought. Throws FaultError. */
export async function takeBack({ storage, shelf, library: open, shell, scope, refresh }: WorkParts, { changes, exports, loras }: Imported): Promise<void> {
  for (const film of exports) await shelf?.delete(film);
  const library = await open?.();
  for (const { file } of loras) await library?.remove(file.asset);
  const films = changes.filter((change) => change.store === 'projects').map(({ after }) => after);
  // A tab that shows a project would write upon what is taken away.
  const closed = await whileClosed(scope, films.map(({ id }) => id), async (ids) => {
    const left = await undoImport(storage, changes.filter((change) => change.store !== 'projects' || ids.has(change.after.id)));
    return { left, open: films.filter(({ id }) => !ids.has(id)).map(({ name }) => name.trim() || 'Untitled film') };
  });
  await refresh(changes, 'taken back');
  shell.toast('info', saidTakenBack(closed.left, closed.open));
}

/** Exported films that go along with a selection: those of its project, or all. */
const filmsOf = (films: readonly ExportedFilm[], selection: Selection): readonly ExportedFilm[] =>
  films.filter(({ project }) => selection === 'everything' || ('project' in selection && selection.project === project));

/** Bytes that the browser would still take; undefined where it does not say. */
async function roomLeft(): Promise<number | undefined> {
  const { quota, usage } = (await navigator.storage?.estimate?.().catch(() => undefined)) ?? {};
  return quota === undefined || usage === undefined ? undefined : Math.max(0, quota - usage);
}
