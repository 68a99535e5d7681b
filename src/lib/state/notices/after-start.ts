import { remindOfBackup } from '../backup/remind-of-backup.ts';
import type { BackupState } from '../backup/backup.svelte.ts';
import type { GalleryState } from '../gallery/gallery.svelte.ts';
import type { ProjectList } from '../project/project-list.svelte.ts';
import type { ShellState } from '../shell/shell.svelte.ts';
import { type House, tellOfTheHouse } from './house-notices.svelte.ts';

interface Parts {
  readonly notices: House['notices'];
  readonly update: House['update'];
  readonly store: House['store'];
  readonly backup: BackupState;
  readonly gallery: GalleryState;
  readonly projects: ProjectList;
  readonly shell: ShellState;
  /** Resolves when all that is kept was read. */
  readonly read: Promise<unknown>;
}

/** What is told once the studio can be used: news of the house, now and later, and what keeps backups from being made. Answers how to stop it. */
export function afterStart({ read, notices, update, store, ...parts }: Parts): () => void {
  void read.then(() => remindOfBackup(parts));
  return tellOfTheHouse({ notices, update, store, backup: parts.backup });
}
