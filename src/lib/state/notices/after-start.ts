import { FaultError } from '#core/schema/fault.ts';
import { remindOfBackup } from '../backup/remind-of-backup.ts';
import type { BackupState } from '../backup/backup.svelte.ts';
import type { GalleryState } from '../gallery/gallery.svelte.ts';
import { measureOthers } from '../gallery/measure-others.ts';
import type { TakeMeasuring } from '../gallery/take-measuring.svelte.ts';
import type { ProjectList } from '../project/project-list.svelte.ts';
import { takeUpLeft } from '../project/take-up-left.ts';
import type { JobsState } from '../queue/jobs.svelte.ts';
import { keepFocus } from '../shell/keep-focus.ts';
import type { ShellState } from '../shell/shell.svelte.ts';
import { type House, tellOfTheHouse } from './house-notices.svelte.ts';

interface Parts {
  readonly notices: House['notices'];
  readonly update: House['update'];
  readonly store: House['store'] & { readonly binTerm: { readonly days: number } };
  readonly backup: BackupState;
  readonly gallery: GalleryState;
  readonly measuring: TakeMeasuring;
  readonly jobs: JobsState;
  readonly projects: ProjectList;
  readonly shell: ShellState;
  /** Tabs with the same scope have the same projects. */
  readonly scope: string;
  /** Resolves when all that is kept was read. */
  readonly read: Promise<unknown>;
}

/**
 * What is done once the studio can be used: edits of pages that were left are taken up, projects that have lain their time in
 * the bin go, takes that nobody looks at are measured, told is the news of the house, now and later, and what keeps backups from
 * being made, and the focus is kept where things are taken away. Answers how to stop it.
 */
export function afterStart({ read, notices, update, store, scope, ...parts }: Parts): () => void {
  // What the store does not take now stays noted.
  void takeUpLeft(parts.projects, scope).catch((error: unknown) => error instanceof FaultError || reportError(error));
  void read.then(() => remindOfBackup(parts));
  void read.then(() => parts.projects.expire(store.binTerm.days));
  const closed = new AbortController();
  void measureOthers({ ...parts, scope }, closed.signal);
  const stops = [tellOfTheHouse({ notices, update, store, backup: parts.backup }), keepFocus(), () => closed.abort()];
  return () => stops.forEach((stop) => stop());
}
