import { isBackupDue, shouldRemind } from '#core/domain/backup/backup-due.ts';
import { loadPart } from '#core/domain/load-part.ts';
import { explain } from '#core/domain/words/explain.ts';
import { FaultError } from '#core/schema/fault.ts';
import { lead } from '#lib/queue/lead.ts';
import { askFolderPermission, canPickFolders, folderPermission, pickFolder } from '#lib/storage/backup/file-pickers.ts';
import type { ShelfOfLoras } from '#lib/storage/backup/backed-up-loras.ts';
import type { BackupPatch, StudioStorage } from '#lib/storage/ports.ts';
import { BackupStanding } from '#lib/storage/backup-standing.ts';
import { APP } from '../shell/app-version.ts';
import type { Unwritten } from '../store/unwritten.svelte.ts';
import { HeldBackups } from './held-backups.ts';

/** How often it is looked whether a backup is due, in milliseconds. */
const LOOK_MS = 60_000;
/** Held by the one tab that makes the backups. */
const LOCK = 'kinora-backups';

/** Whether the browser lets the app write into the folder that was picked. */
export type FolderState = 'unsupported' | 'none' | 'asks' | 'ready';

/** Backups that are made by themselves into a folder that a person has picked, by one tab among all that are open. */
export class BackupFolder {
  #standing = $state.raw<BackupStanding>(BackupStanding.parse({}));
  #handle = $state.raw<FileSystemDirectoryHandle | undefined>();
  #permitted = $state(false);
  #writing = $state(false);
  readonly #state = $derived.by((): FolderState => {
    if (!canPickFolders() && !this.#handle) return 'unsupported';
    if (!this.#handle) return 'none';
    return this.#permitted ? 'ready' : 'asks';
  });

  readonly #storage: StudioStorage;
  readonly #backups: HeldBackups;
  readonly #library: (() => Promise<Pick<ShelfOfLoras, 'all'>>) | undefined;
  readonly #stop = new AbortController();
  #turn: Promise<void> = Promise.resolve();

  /** `library`: where what is said of LoRAs lies. */
  constructor(storage: StudioStorage, unwritten: Unwritten, library?: () => Promise<Pick<ShelfOfLoras, 'all'>>) {
    this.#storage = storage;
    this.#backups = new HeldBackups(storage.backups, unwritten);
    this.#library = library;
  }

  /** Reads how things stand, and makes backups from then on when it is this tab's part. */
  async begin(): Promise<void> {
    await this.refresh();
    const { signal } = this.#stop;
    const look = setInterval(() => void this.refresh(), LOOK_MS);
    signal.addEventListener('abort', () => clearInterval(look));
    // What is kept in memory is gone with the tab, and so would be the record of what was written.
    if (this.#storage.kind === 'memory') return;
    const leading = lead(
      LOCK,
      async (left) => {
        while (!left.aborted) {
          await this.#makeIfDue();
          await pause(LOOK_MS, left);
        }
      },
      signal,
    );
    leading.catch(reportError);
  }

  get state(): FolderState {
    return this.#state;
  }

  /** The name of the folder; empty while there is none. */
  get name(): string {
    return this.#handle?.name ?? '';
  }

  get standing(): BackupStanding {
    return this.#standing;
  }

  get writing(): boolean {
    return this.#writing;
  }

  /** When everything was last written, into the folder or by hand. Milliseconds since 1970. */
  get lastAt(): number | undefined {
    return this.#standing.lastAt;
  }

  get pace(): BackupStanding['pace'] {
    return this.#standing.pace;
  }

  set pace(pace: BackupStanding['pace']) {
    void this.#note({ pace });
  }

  get keep(): number {
    return this.#standing.keep;
  }

  set keep(keep: number) {
    void this.#note({ keep });
  }

  /** Whether a backup has been missing for long. `oldestTakeAt`: since when there is something to lose. */
  isMissing(oldestTakeAt: number | undefined, now: number = Date.now()): boolean {
    return this.#state !== 'ready' && shouldRemind(this.lastAt, oldestTakeAt, now);
  }

  /** Reads anew how things stand: another tab may have made a backup, the browser may have forgotten its yes. */
  async refresh(): Promise<void> {
    const read = await Promise.all([this.#backups.read(), this.#backups.folder()]).catch(unlessShutOut);
    if (!read) return;
    const [standing, handle] = read;
    this.#standing = standing;
    this.#handle = handle;
    this.#permitted = handle !== undefined && (await folderPermission(handle)) === 'granted';
  }

  /** Lets the person pick the folder, and makes the first backup. Needs a click. */
  async choose(): Promise<void> {
    const handle = await pickFolder();
    if (!handle) return;
    await this.#backups.setFolder(handle);
    // Files in the folder before are no longer Kinora's to delete.
    await this.#note({ written: [], fingerprint: undefined, lastFailedAt: undefined, lastProblem: undefined });
    await this.makeNow();
  }

  /** Lets the browser ask again. Needs a click. */
  async allow(): Promise<void> {
    if (!this.#handle) return;
    this.#permitted = await askFolderPermission(this.#handle);
    if (this.#permitted) await this.#makeIfDue();
  }

  /** Makes no more backups by itself. Files that were written stay. */
  async forget(): Promise<void> {
    await this.#backups.setFolder(undefined);
    await this.refresh();
  }

  /** Writes into the folder now. */
  makeNow(): Promise<void> {
    return this.#inTurn(() => this.#make(false));
  }

  /** Notes that everything was written by hand. */
  noteExport(at: number): Promise<void> {
    return this.#note({ lastAt: at });
  }

  dispose(): void {
    this.#stop.abort();
  }

  #makeIfDue(): Promise<void> {
    return this.#inTurn(async () => {
      await this.refresh();
      const { pace, lastInFolderAt, lastFailedAt } = this.#standing;
      if (this.#state === 'ready' && isBackupDue(pace, lastInFolderAt, lastFailedAt, Date.now())) await this.#make(true);
    });
  }

  async #make(onlyChanges: boolean): Promise<void> {
    await this.refresh();
    if (!this.#handle) return;
    const { transfer } = this.#storage;
    try {
      // Logs are read only once there is something to write.
      const records = onlyChanges ? await transfer.snapshot() : undefined;
      // A clip that is being kept right now belongs into it whole; it is there a moment later.
      if (records?.jobs.some(({ job }) => job.state === 'publishing')) return;
      const { fingerprint, lorasToWrite, rotateBackup } = await loadPart(() => import('#lib/storage/backup/rotate.ts'));
      const loras = this.#library && (await lorasToWrite(await this.#library()));
      if (records && (await fingerprint(records, loras)) === this.#standing.fingerprint) return;
      this.#writing = true;
      const options = { app: APP, now: Date.now(), signal: this.#stop.signal, loras };
      const written = await rotateBackup({ blobs: this.#storage.blobs, backups: this.#backups }, this.#handle, await transfer.snapshotWithLogs('all'), options);
      this.#standing = written.standing;
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      if (error.fault.reason !== 'cancelled') await this.#note({ lastFailedAt: Date.now(), lastProblem: explain(error.fault).happened });
    } finally {
      this.#writing = false;
    }
  }

  async #note(patch: BackupPatch): Promise<void> {
    this.#standing = await this.#backups.write(patch);
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
}

/** A tab that is shut out of the store shows what it last knew. */
function unlessShutOut(error: unknown): undefined {
  if (!(error instanceof FaultError)) throw error;
}
