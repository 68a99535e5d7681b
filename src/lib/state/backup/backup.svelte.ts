import { backupName, projectBackupName } from '#core/domain/backup/backup-due.ts';
import { loadPart } from '#core/domain/load-part.ts';
import { explainInLine } from '#core/domain/words/explain.ts';
import type { ExportedFilm } from '#core/schema/exported-film.ts';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import type { TakeId } from '#core/schema/ids.ts';
import type { ShelfOfLoras } from '#lib/storage/backup/backed-up-loras.ts';
import type { ImportChoices, ImportOutcome, ImportPlan } from '#lib/storage/backup/import-backup.ts';
import type { ShelfOfFilms } from '#lib/storage/backup/import-exports.ts';
import type { OpenedBackup } from '#lib/storage/backup/read-backup.ts';
import type { Selection, WrittenBackup } from '#lib/storage/backup/write-backup.ts';
import type { FilmShelf } from '#lib/storage/film-shelf.ts';
import type { StudioStorage } from '#lib/storage/ports.ts';
import type { ProjectRecord } from '#core/schema/project-record.ts';
import type { RecordChange } from '#lib/storage/snapshot.ts';
import { APP } from '../shell/app-version.ts';
import type { BackupFolder } from './backup-folder.svelte.ts';
import { whileClosed } from '../project/project-lock.ts';
import type { ShellState } from '../shell/shell.svelte.ts';

// What packs, unpacks and compares archives is large, and few visits need it.
const reading = () => loadPart(() => import('#lib/storage/backup/read-backup.ts'));
const writing = () => loadPart(() => import('#lib/storage/backup/write-backup.ts'));
const importing = () => loadPart(() => import('#lib/storage/backup/import-backup.ts'));
const saving = () => loadPart(() => import('#lib/storage/backup/save-target.ts'));
const sentences = () => loadPart(() => import('./backup-sentences.ts'));

/** Old exports are tidied away so long after the start, in milliseconds. */
const TIDY_MS = 30_000;

/** What is being done with a backup; `fraction` from 0 to 1. */
export interface BackupWork {
  readonly kind: 'export' | 'read' | 'import';
  readonly fraction: number;
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

interface Parts {
  readonly storage: StudioStorage;
  /** Where exported films lie; they are in no backup where it is absent. */
  readonly shelf?: ShelfOfFilms & Pick<FilmShelf, 'file'>;
  /** The library of LoRAs; in no backup where it is absent. */
  readonly library?: () => Promise<ShelfOfLoras>;
  /** Comes behind the first page; null where that part is missing. */
  readonly folder: Promise<BackupFolder | null>;
  readonly shell: ShellState;
  /** Tabs with the same scope share the store. */
  readonly scope: string;
  /** Shows what an import, or taking it back, has changed. */
  readonly refresh: (changes: readonly RecordChange[], how: 'imported' | 'taken back') => Promise<void>;
}

/** Exported films are large: they go along only from where their size is told before. */
const ALONE = { exports: false };

/** Backups by hand: one file out, one file in. One at a time. */
export class BackupState {
  #folder = $state.raw<BackupFolder | null>();
  #work = $state.raw<BackupWork | null>(null);
  #preview = $state.raw<BackupPreview | null>(null);
  #fault = $state.raw<Fault | null>(null);
  #written = $state.raw<WrittenBackup | null>(null);
  #exports = $state.raw<readonly ExportedFilm[]>([]);
  #stop: AbortController | undefined;

  readonly #whenFolder: Parts['folder'];
  readonly #storage: StudioStorage;
  readonly #shelf: Parts['shelf'];
  readonly #library: Parts['library'];
  readonly #shell: ShellState;
  readonly #scope: string;
  readonly #refresh: Parts['refresh'];
  readonly #tidying: ReturnType<typeof setTimeout>;

  constructor({ storage, shelf, library, folder, shell, scope, refresh }: Parts) {
    this.#storage = storage;
    this.#shelf = shelf;
    this.#library = library;
    this.#whenFolder = folder;
    void folder.then((came) => (this.#folder = came));
    this.#shell = shell;
    this.#scope = scope;
    this.#refresh = refresh;
    // Tidying is a courtesy; the studio opens without it.
    this.#tidying = setTimeout(() => void saving().then(({ clearOldExports }) => clearOldExports()).catch(reportError), TIDY_MS);
  }

  /** Backups that are made by themselves; undefined until that part has come, null where it is missing. */
  get folder(): BackupFolder | null | undefined {
    return this.#folder;
  }

  get work(): BackupWork | null {
    return this.#work;
  }

  /** What the opened file would bring; null while none is open. */
  get preview(): BackupPreview | null {
    return this.#preview;
  }

  /** Why the last work with a file did not succeed. */
  get fault(): Fault | null {
    return this.#fault;
  }

  /** The last export, as long as this page is open. */
  get written(): WrittenBackup | null {
    return this.#written;
  }

  /** Exported films that could go along, as they were when somebody last looked. */
  get exports(): readonly ExportedFilm[] {
    return this.#exports;
  }

  async lookAtExports(): Promise<void> {
    this.#exports = (await this.#shelf?.all()) ?? [];
  }

  /** Writes everything into one file that the person saves, with exported films or without. Needs a click. */
  async exportEverything({ exports } = ALONE): Promise<void> {
    const written = await this.#export('everything', backupName(new Date()), exports);
    if (written) await (await this.#whenFolder)?.noteExport(written.manifest.createdAt);
  }

  /** Writes some takes with their media into one file that the person saves. Needs a click. */
  async exportTakes(ids: readonly TakeId[]): Promise<void> {
    await this.#export(ids, backupName(new Date()).replace('kinora-', 'kinora-takes-'), false);
  }

  /** Writes a project with the takes that it names and all their media into one file that the person saves. Needs a click. */
  async exportProject({ id, name }: Pick<ProjectRecord, 'id' | 'name'>, { exports } = ALONE): Promise<void> {
    await this.#export({ project: id }, projectBackupName(name, new Date()), exports, name.trim() || 'Untitled film');
  }

  /** Opens a file and verifies it; nothing is changed before `confirm`. */
  async importFile(file: File): Promise<void> {
    this.#preview = null;
    await this.#working('read', async (signal, onProgress) => {
      const [{ readBackup }, { planImport, bringsSomething }] = await Promise.all([reading(), importing()]);
      const opened = await readBackup(file, { blobs: this.#storage.blobs, room: await roomLeft(), signal, onProgress });
      const plan = await planImport(this.#storage, opened, this.#shelf, await this.#library?.());
      const hasNews = bringsSomething(plan);
      this.#preview = { fileName: file.name, opened, plan, hasNews, isAnew: false };
      const counts = hasNews ? 'Look at what it brings, then import it.' : 'Everything in it is here already.';
      this.#shell.announce(`The backup is whole. ${counts}`);
    }, file.name);
  }

  /** Closes the opened file; nothing is imported. */
  dismiss(): void {
    this.#preview = null;
    this.#fault = null;
  }

  /** Imports the opened file as chosen. */
  async confirm(choices: ImportChoices): Promise<void> {
    const preview = this.#preview;
    if (!preview) return;
    await this.#working('import', async (signal, onProgress) => {
      const [{ importBackup, planImport, bringsSomething }, { saidImported }] = await Promise.all([importing(), sentences()]);
      const library = await this.#library?.();
      const outcome = await importBackup(this.#storage, preview.opened, preview.plan, choices, { signal, onProgress, ...(this.#shelf && { shelf: this.#shelf }), ...(library && { library }) });
      if (outcome.kind === 'outdated') {
        const plan = await planImport(this.#storage, preview.opened, this.#shelf, library);
        this.#preview = { ...preview, plan, hasNews: bringsSomething(plan), isAnew: true };
        return;
      }
      this.#preview = null;
      await this.#refresh(outcome.changes, 'imported');
      await this.lookAtExports();
      this.#shell.toast('good', saidImported(outcome.changes, outcome.exports.length, outcome.loras.length), { label: 'Undo', run: () => void this.#undo(outcome) });
    }, preview.fileName);
  }

  /** Stops what is being done; nothing half is left. */
  cancel(): void {
    this.#stop?.abort();
  }

  dispose(): void {
    clearTimeout(this.#tidying);
    this.cancel();
    void this.#whenFolder.then((folder) => folder?.dispose());
  }

  async #export(selection: Selection, name: string, withExports: boolean, film?: string): Promise<WrittenBackup | undefined> {
    if (this.#work) return undefined;
    const parts = await this.#loaded(Promise.all([saving(), writing(), sentences()]));
    if (!parts) return undefined;
    const [{ openSaveTarget }, { lorasToWrite, select, writeBackup }, { saidWritten }] = parts;
    const target = await openSaveTarget(name);
    if (!target) return undefined;
    return this.#working('export', async (signal, onProgress) => {
      const snapshot = await select(this.#storage, selection);
      if (film !== undefined && snapshot.projects.length === 0) {
        await target.sink.abort();
        this.#shell.toast('warn', `“${film}” is not here any more. No backup was written.`);
        return undefined;
      }
      const exports = withExports && this.#shelf ? { films: filmsOf(await this.#shelf.all(), selection), shelf: this.#shelf } : undefined;
      const loras = selection === 'everything' && this.#library ? await lorasToWrite(await this.#library()) : undefined;
      const options = { app: APP, now: Date.now(), signal, exports, loras, onProgress };
      const written = await writeBackup(this.#storage.blobs, snapshot, selection, target.sink, options);
      await target.deliver();
      this.#written = written;
      const isWhole = written.incomplete.length + written.incompleteFilms.length + written.lackingExports.length === 0;
      this.#shell.toast(isWhole ? 'good' : 'warn', saidWritten(written, film, name));
      return written;
    });
  }

  /** What writing needs, before a file is asked for: none is made in vain. */
  async #loaded<Parts>(parts: Promise<Parts>): Promise<Parts | undefined> {
    try {
      return await parts;
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      this.#tellFault(error.fault, 'export');
      return undefined;
    }
  }

  async #undo({ changes, exports, loras }: Extract<ImportOutcome, { kind: 'imported' }>): Promise<void> {
    await this.#working('import', async () => {
      const [{ undoImport }, { saidTakenBack }] = await Promise.all([importing(), sentences()]);
      for (const film of exports) await this.#shelf?.delete(film);
      const library = await this.#library?.();
      for (const { file } of loras) await library?.remove(file.asset);
      const films = changes.filter((change) => change.store === 'projects').map(({ after }) => after);
      // A tab that shows a project would write upon what is taken away.
      const closed = await whileClosed(this.#scope, films.map(({ id }) => id), async (ids) => {
        const left = await undoImport(this.#storage, changes.filter((change) => change.store !== 'projects' || ids.has(change.after.id)));
        return { left, open: films.filter(({ id }) => !ids.has(id)).map(({ name }) => name.trim() || 'Untitled film') };
      });
      await this.#refresh(changes, 'taken back');
      await this.lookAtExports();
      this.#shell.toast('info', saidTakenBack(closed.left, closed.open));
    });
  }

  async #working<Value>(
    kind: BackupWork['kind'],
    work: (signal: AbortSignal, onProgress: (fraction: number) => void) => Promise<Value>,
    file?: string,
  ): Promise<Value | undefined> {
    if (this.#work) return undefined;
    this.#stop = new AbortController();
    this.#fault = null;
    this.#work = { kind, fraction: 0 };
    try {
      return await work(this.#stop.signal, (fraction) => (this.#work = { kind, fraction }));
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      this.#tellFault({ ...error.fault, facts: { ...(file && { file }), ...error.fault.facts } }, kind);
      return undefined;
    } finally {
      this.#work = null;
    }
  }

  #tellFault(fault: Fault, kind: BackupWork['kind']): void {
    if (fault.reason === 'cancelled') {
      this.#shell.announce('Stopped. Nothing was changed.');
      return;
    }
    // An export can be asked for from anywhere; an import is looked at where it was asked for.
    if (kind === 'export') this.#shell.toast('bad', explainInLine(fault));
    else this.#shell.announce(explainInLine(fault), { assertive: true });
    this.#fault = fault;
  }
}

/** Exported films that go along with a selection: those of its project, or all. */
const filmsOf = (films: readonly ExportedFilm[], selection: Selection): readonly ExportedFilm[] =>
  films.filter(({ project }) => selection === 'everything' || ('project' in selection && selection.project === project));

/** Bytes that the browser would still take; undefined where it does not say. */
async function roomLeft(): Promise<number | undefined> {
  const { quota, usage } = (await navigator.storage?.estimate?.().catch(() => undefined)) ?? {};
  return quota === undefined || usage === undefined ? undefined : Math.max(0, quota - usage);
}
