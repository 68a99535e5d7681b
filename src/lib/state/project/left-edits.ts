import type { ProjectId } from '#core/schema/project-ids.ts';
import { WriteAhead } from '#lib/storage/write-ahead.ts';

/** Under which the tabs of a scope note what is on its way to the store: then follow the project and the tab. */
export const leftPrefix = (scope: string): string => `${scope}-ahead-`;

/** A note of this tab alone: two tabs may be left in one moment. */
export const newNote = (scope: string, id: ProjectId): WriteAhead => new WriteAhead(`${leftPrefix(scope)}${id}-${crypto.randomUUID()}`);

/** What tabs have noted of a project, this one too. */
export const notesOf = (scope: string, id: ProjectId): readonly WriteAhead[] => WriteAhead.under(`${leftPrefix(scope)}${id}-`);

/** Forgets what tabs have noted of projects that are deleted for good. */
export function forgetNotes(scope: string, ids: readonly ProjectId[]): void {
  for (const id of ids) for (const note of notesOf(scope, id)) note.clear();
}
