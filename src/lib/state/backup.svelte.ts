import { backupName, projectBackupName } from '#core/domain/backup-due.ts';
import { explainInLine } from '#core/domain/explain.ts';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import type { TakeId } from '#core/schema/ids.ts';
import { bringsSomething, importBackup, type ImportChoices, type ImportPlan, planImport, undoImport } from '#lib/storage/backup/import-backup.ts';
import { type OpenedBackup, readBackup } from '#lib/storage/backup/read-backup.ts';
import { clearOldExports, openSaveTarget } from '#lib/storage/backup/save-target.ts';
import { select, type Selection, writeBackup, type WrittenBackup } from '#lib/storage/backup/write-backup.ts';
import type { StudioStorage } from '#lib/storage/ports.ts';
import type { ProjectRecord } from '#lib/storage/records.ts';
import type { RecordChange } from '#lib/storage/snapshot.ts';
import { APP } from './app-version.ts';
import type { BackupFolder } from './backup-folder.svelte.ts';
import { saidImported, saidTakenBack, saidWritten } from './backup-sentences.ts';
import { whileClosed } from './project/project-lock.ts';
import type { ShellState } from './shell.svelte.ts';

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
  readonly folder: BackupFolder;
  readonly shell: ShellState;
  /** Tabs with the same scope share the store. */
  readonly scope: string;
  /** Shows what an import, or taking it back, has changed. */
  readonly refresh: (changes: readonly RecordChange[], how: 'imported' | 'taken back') => Promise<void>;
}

/** Backups by hand: one file out, one file in. One at a time. */
export class BackupState {
  /** Backups that are made by themselves. */
  readonly folder: BackupFolder;
  #work = $state.raw<BackupWork | null>(null);
  #preview = $state.raw<BackupPreview | null>(null);
  #fault = $state.raw<Fault | null>(null);
  #written = $state.raw<WrittenBackup | null>(null);
  #stop: AbortController | undefined;

  readonly #storage: StudioStorage;
  readonly #shell: ShellState;
  readonly #scope: string;
  readonly #refresh: Parts['refresh'];

  constructor({ storage, folder, shell, scope, refresh }: Parts) {
    this.#storage = storage;
    this.folder = folder;
    this.#shell = shell;
    this.#scope = scope;
    this.#refresh = refresh;
    // Tidying is a courtesy; the studio opens without it.
    void clearOldExports().catch(reportError);
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

  /** Writes everything into one file that the person saves. Needs a click. */
  async exportEverything(): Promise<void> {
    const written = await this.#export('everything', backupName(new Date()));
    if (written) await this.folder.noteExport(written.manifest.createdAt);
  }

  /** Writes some takes with their media into one file that the person saves. Needs a click. */
  async exportTakes(ids: readonly TakeId[]): Promise<void> {
    await this.#export(ids, backupName(new Date()).replace('kinora-', 'kinora-takes-'));
  }

  /** Writes a project with the takes that it names and all their media into one file that the person saves. Needs a click. */
  async exportProject({ id, name }: Pick<ProjectRecord, 'id' | 'name'>): Promise<void> {
    await this.#export({ project: id }, projectBackupName(name, new Date()), name.trim() || 'Untitled film');
  }

  /** Opens a file and verifies it; nothing is changed before `confirm`. */
  async importFile(file: File): Promise<void> {
    this.#preview = null;
    await this.#working('read', async (signal, onProgress) => {
      const opened = await readBackup(file, { blobs: this.#storage.blobs, room: await roomLeft(), signal, onProgress });
      const plan = await planImport(this.#storage, opened);
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
      const outcome = await importBackup(this.#storage, preview.opened, preview.plan, choices, { signal, onProgress });
      if (outcome.kind === 'outdated') {
        const plan = await planImport(this.#storage, preview.opened);
        this.#preview = { ...preview, plan, hasNews: bringsSomething(plan), isAnew: true };
        return;
      }
      this.#preview = null;
      await this.#refresh(outcome.changes, 'imported');
      this.#shell.toast('good', saidImported(outcome.changes), { label: 'Undo', run: () => void this.#undo(outcome.changes) });
    }, preview.fileName);
  }

  /** Stops what is being done; nothing half is left. */
  cancel(): void {
    this.#stop?.abort();
  }

  dispose(): void {
    this.cancel();
    this.folder.dispose();
  }

  async #export(selection: Selection, name: string, film?: string): Promise<WrittenBackup | undefined> {
    if (this.#work) return undefined;
    const target = await openSaveTarget(name);
    if (!target) return undefined;
    return this.#working('export', async (signal, onProgress) => {
      const snapshot = await select(this.#storage, selection);
      if (film !== undefined && snapshot.projects.length === 0) {
        await target.sink.abort();
        this.#shell.toast('warn', `“${film}” is not here any more. No backup was written.`);
        return undefined;
      }
      const options = { app: APP, now: Date.now(), signal, onProgress };
      const written = await writeBackup(this.#storage.blobs, snapshot, selection, target.sink, options);
      await target.deliver();
      this.#written = written;
      const isWhole = written.incomplete.length + written.incompleteFilms.length === 0;
      this.#shell.toast(isWhole ? 'good' : 'warn', saidWritten(written, film, name));
      return written;
    });
  }

  async #undo(changes: readonly RecordChange[]): Promise<void> {
    await this.#working('import', async () => {
      const films = changes.filter((change) => change.store === 'projects').map(({ after }) => after);
      // A tab that shows a project would write upon what is taken away.
      const closed = await whileClosed(this.#scope, films.map(({ id }) => id), async (ids) => {
        const left = await undoImport(this.#storage, changes.filter((change) => change.store !== 'projects' || ids.has(change.after.id)));
        return { left, open: films.filter(({ id }) => !ids.has(id)).map(({ name }) => name.trim() || 'Untitled film') };
      });
      await this.#refresh(changes, 'taken back');
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

/** Bytes that the browser would still take; undefined where it does not say. */
async function roomLeft(): Promise<number | undefined> {
  const { quota, usage } = (await navigator.storage?.estimate?.().catch(() => undefined)) ?? {};
  return quota === undefined || usage === undefined ? undefined : Math.max(0, quota - usage);
}
