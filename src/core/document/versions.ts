import type { EditRefusal } from '../schema/edit-refusal.ts';
import type { VersionId } from '../schema/project-ids.ts';
import { fail, type Result } from '../schema/result.ts';
import type { Origin } from './edit.ts';
import { openPast, type OpenedLog } from './log/open-log.ts';
import type { ProjectDocument } from './project-document.ts';

/** Opens a version that was given a name, from the document that knows it and the log that holds it. */
export function openVersion(
  document: ProjectDocument,
  entries: readonly Uint8Array[],
  id: VersionId,
  origin: Origin,
): Result<OpenedLog, EditRefusal> {
  const snapshot = document.snapshotOf(id);
  return snapshot ? openPast(entries, snapshot, origin) : fail({ reason: 'not-found', what: 'version' });
}
