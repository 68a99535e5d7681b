import type { BackupState } from './backup.svelte.ts';
import type { GalleryState } from '../gallery/gallery.svelte.ts';
import type { ProjectList } from '../project/project-list.svelte.ts';
import type { ShellState } from '../shell/shell.svelte.ts';

const DAY_MS = 24 * 3_600_000;

interface Parts {
  readonly backup: BackupState;
  readonly gallery: GalleryState;
  readonly projects: ProjectList;
  readonly shell: ShellState;
}

/** Says once after the start what keeps backups from being made, with the button that helps. */
export function remindOfBackup({ backup, gallery, projects, shell }: Parts): void {
  const { folder } = backup;
  if (!folder) return;
  if (folder.state === 'asks') {
    const action = { label: 'Allow', run: () => void folder.allow() };
    shell.toast('warn', `Backups into “${folder.name}” wait: the browser asks again before Kinora may write there.`, action);
    return;
  }
  const made = [...gallery.takes, ...gallery.bin, ...projects.current, ...projects.archive, ...projects.bin];
  const oldest = made.reduce((first, { createdAt }) => Math.min(first, createdAt), Infinity);
  if (!folder.isMissing(oldest === Infinity ? undefined : oldest)) return;
  const { lastAt } = folder;
  const text = lastAt === undefined ? 'Your work has no backup yet.' : `The last backup is ${Math.round((Date.now() - lastAt) / DAY_MS)} days old.`;
  shell.toast('warn', text, { label: 'Back up now', run: () => void backup.exportEverything() });
}
