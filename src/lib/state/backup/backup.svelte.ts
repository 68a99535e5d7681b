import { backupName, projectBackupName } from '#core/domain/backup/backup-due.ts';
import { loadPart } from '#core/domain/load-part.ts';
import { explainInLine } from '#core/domain/words/explain.ts';
import type { ExportedFilm } from '#core/schema/exported-film.ts';
import { type Fault, FaultError } from '#core/schema/fault.ts';
import type { TakeId } from '#core/schema/ids.ts';
import type { ProjectRecord } from '#core/schema/project-record.ts';
import type { ImportChoices } from '#lib/storage/backup/import-backup.ts';
import type { WrittenBackup } from '#lib/storage/backup/write-backup.ts';
import type { BackupFolder } from './backup-folder.svelte.ts';
import type { BackupPreview, Imported, Order, WorkParts } from './backup-works.ts';

// What packs, unpacks and compares archives is large, and few visits need it.
const works = () => loadPart(() => import('./backup-works.ts'));
const saving = () => loadPart(() => import('#lib/storage/backup/save-target.ts'));

/** Old exports are tidied away so long after the start, in milliseconds. */
const TIDY_MS = 30_000;

/** What is being done with a backup; `fraction` from 0 to 1. */
export interface BackupWork {
  readonly kind: 'export' | 'read' | 'import';
  readonly fraction: number;
}

interface Parts extends WorkParts {
  /** Comes behind the first page; null where that part is missing. */
  readonly folder: Promise<BackupFolder | null>;
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

  readonly #parts: Parts;
  readonly #tidying: ReturnType<typeof setTimeout>;

  constructor(parts: Parts) {
    this.#parts = parts;
    void parts.folder.then((came) => (this.#folder = came));
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
    this.#exports = (await this.#parts.shelf?.all()) ?? [];
  }

  /** Writes everything into one file that the person saves, with exported films or without. Needs a click. */
  async exportEverything({ exports } = ALONE): Promise<void> {
    const written = await this.#export({ selection: 'everything', name: backupName(new Date()), exports });
    if (written) await (await this.#parts.folder)?.noteExport(written.manifest.createdAt);
  }

  /** Writes some takes with their media into one file that the person saves. Needs a click. */
  async exportTakes(ids: readonly TakeId[]): Promise<void> {
    await this.#export({ selection: ids, name: backupName(new Date()).replace('kinora-', 'kinora-takes-'), exports: false });
  }

  /** Writes a project with the takes that it names and all their media into one file that the person saves. Needs a click. */
  async exportProject({ id, name }: Pick<ProjectRecord, 'id' | 'name'>, { exports } = ALONE): Promise<void> {
    await this.#export({ selection: { project: id }, name: projectBackupName(name, new Date()), exports, film: name.trim() || 'Untitled film' });
  }

  /** Opens a file and verifies it; nothing is changed before `confirm`. */
  async importFile(file: File): Promise<void> {
    this.#preview = null;
    await this.#working('read', async (watch) => (this.#preview = await (await works()).open(this.#parts, file, watch)), file.name);
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
    await this.#working('import', async (watch) => {
      this.#preview = await (await works()).bringIn(this.#parts, preview, choices, watch, (outcome) => void this.#undo(outcome));
      if (!this.#preview) await this.lookAtExports();
    }, preview.fileName);
  }

  /** Stops what is being done; nothing half is left. */
  cancel(): void {
    this.#stop?.abort();
  }

  dispose(): void {
    clearTimeout(this.#tidying);
    this.cancel();
    void this.#parts.folder.then((folder) => folder?.dispose());
  }

  async #export(order: Order): Promise<WrittenBackup | undefined> {
    if (this.#work) return undefined;
    const loaded = await this.#loaded(Promise.all([works(), saving()]));
    if (!loaded) return undefined;
    const [{ write }, { openSaveTarget }] = loaded;
    const target = await openSaveTarget(order.name);
    if (!target) return undefined;
    return this.#working('export', async (watch) => {
      const written = await write(this.#parts, order, target, watch);
      if (written) this.#written = written;
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

  async #undo(outcome: Imported): Promise<void> {
    await this.#working('import', async () => {
      await (await works()).takeBack(this.#parts, outcome);
      await this.lookAtExports();
    });
  }

  async #working<Value>(
    kind: BackupWork['kind'],
    work: (watch: { readonly signal: AbortSignal; readonly onProgress: (fraction: number) => void }) => Promise<Value>,
    file?: string,
  ): Promise<Value | undefined> {
    if (this.#work) return undefined;
    this.#stop = new AbortController();
    this.#fault = null;
    this.#work = { kind, fraction: 0 };
    try {
      return await work({ signal: this.#stop.signal, onProgress: (fraction) => (this.#work = { kind, fraction }) });
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
      this.#parts.shell.announce('Stopped. Nothing was changed.');
      return;
    }
    // An export can be asked for from anywhere; an import is looked at where it was asked for.
    if (kind === 'export') this.#parts.shell.toast('bad', explainInLine(fault));
    else this.#parts.shell.announce(explainInLine(fault), { assertive: true });
    this.#fault = fault;
  }
}
