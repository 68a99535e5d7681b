import type { Connection } from './connection.ts';
import { parseRecord } from './parse-record.ts';
import type { BackupPatch, BackupStore } from './ports.ts';
import { BackupStanding } from './backup-standing.ts';

/** How backups stand, and the folder they go to, in IndexedDB. What cannot be read falls back to the defaults. */
export class IdbBackupStore implements BackupStore {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async read(): Promise<BackupStanding> {
    const record = await this.#connection.read((db) => db.get('singles', 'backup'));
    return (await parseRecord(this.#connection, 'singles', 'backup', record, BackupStanding)) ?? BackupStanding.parse({});
  }

  write(patch: BackupPatch): Promise<BackupStanding> {
    return this.#connection.write(['singles'], async (transaction) => {
      const store = transaction.objectStore('singles');
      const before = BackupStanding.safeParse(await store.get('backup')).data;
      const standing = BackupStanding.parse({ ...before, ...patch });
      await store.put(standing, 'backup');
      return standing;
    });
  }

  async folder(): Promise<FileSystemDirectoryHandle | undefined> {
    const kept = await this.#connection.read((db) => db.get('singles', 'backup-folder'));
    return kept instanceof FileSystemDirectoryHandle ? kept : undefined;
  }

  setFolder(folder: FileSystemDirectoryHandle | undefined): Promise<void> {
    return this.#connection.write(['singles'], async (transaction) => {
      const store = transaction.objectStore('singles');
      if (folder) await store.put(folder, 'backup-folder');
      else await store.delete('backup-folder');
    });
  }
}
