import type { EditRefusal } from '#core/schema/edit-refusal.ts';
import { ProjectId } from '#core/schema/project-ids.ts';
import type { Result } from '#core/schema/result.ts';
import { WriteAhead } from '#lib/storage/write-ahead.ts';
import { forgetNotes, leftPrefix } from './left-edits.ts';

interface Projects {
  /** A project that is opened takes up what is noted of it; disposed of, it has handed that to the store. */
  open(id: ProjectId): Promise<Result<{ dispose(): Promise<void> }, EditRefusal>>;
  load(): Promise<void>;
}

const ID_LENGTH = 36;

/**
 * Takes up, in every project, what pages that were left could not hand to the store, so that the list and backups have it
 * before somebody opens the project. Of projects that are gone it is forgotten. Throws what reading the store throws.
 */
export async function takeUpLeft(projects: Projects, scope: string): Promise<void> {
  const prefix = leftPrefix(scope);
  const noted = WriteAhead.under(prefix).map(({ key }) => ProjectId.safeParse(key.slice(prefix.length, prefix.length + ID_LENGTH)).data);
  const ids = new Set(noted.filter((id) => id !== undefined));
  for (const id of ids) {
    const opened = await projects.open(id);
    if (opened.ok) await opened.value.dispose();
    else if (opened.fault.reason === 'not-found') forgetNotes(scope, [id]);
  }
  if (ids.size > 0) await projects.load();
}
