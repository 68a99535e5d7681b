import { FaultError } from '#core/schema/fault.ts';
import type { BackupPatch, BackupStore } from '#lib/storage/ports.ts';
import { BackupStanding } from '#lib/storage/backup-standing.ts';
import type { Unwritten } from '../store/unwritten.svelte.ts';

/** What the message of all that is held calls it. */
const NAME = 'the backup folder';

/**
 * How backups stand, and their folder, from the moment they are changed. A full disk is when a person needs them most: what the
 * store cannot take holds in this tab and is written when it can, and unlike the store, no change fails for want of room.
 */
export class HeldBackups implements BackupStore {
  readonly #store: BackupStore;
  readonly #unwritten: Pick<Unwritten, 'hold' | 'drop'>;
  #last = BackupStanding.parse({});
  #patch: BackupPatch = {};
  #picked: { readonly folder: FileSystemDirectoryHandle | undefined } | undefined;

  constructor(store: BackupStore, unwritten: Pick<Unwritten, 'hold' | 'drop'>) {
    this.#store = store;
    this.#unwritten = unwritten;
  }

  async read(): Promise<BackupStanding> {
    this.#last = await this.#store.read();
    return this.#now();
  }

  async write(patch: BackupPatch): Promise<BackupStanding> {
    this.#patch = { ...this.#patch, ...patch };
    await this.#flush();
    return this.#now();
  }

  async folder(): Promise<FileSystemDirectoryHandle | undefined> {
    return this.#picked ? this.#picked.folder : this.#store.folder();
  }

  async setFolder(folder: FileSystemDirectoryHandle | undefined): Promise<void> {
    this.#picked = { folder };
    await this.#flush();
  }

  #now(): BackupStanding {
    return BackupStanding.parse({ ...this.#last, ...this.#patch });
  }

  async #flush(): Promise<boolean> {
    const [picked, patch] = [this.#picked, this.#patch];
    try {
      if (picked) await this.#store.setFolder(picked.folder);
      if (this.#picked === picked) this.#picked = undefined;
      if (Object.keys(patch).length > 0) this.#last = await this.#store.write(patch);
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      // A tab that is shut out of the store says so by itself.
      if (error.fault.reason !== 'newer-version-open') this.#unwritten.hold(NAME, error.fault, () => this.#flush());
      return false;
    }
    const newer = Object.entries(this.#patch).filter(([name, value]) => patch[name as keyof BackupPatch] !== value);
    this.#patch = Object.fromEntries(newer);
    const kept = newer.length === 0 && !this.#picked;
    if (kept) this.#unwritten.drop(NAME);
    return kept;
  }
}
