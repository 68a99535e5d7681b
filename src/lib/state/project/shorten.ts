import type { ProjectId } from '#core/schema/project-ids.ts';
import { compactInWorker } from '#lib/storage/compact-in-worker.ts';
import type { ProjectStore } from '#lib/storage/ports.ts';
import type { ProjectLog } from '#lib/storage/snapshot.ts';

/** A log of more entries than this is made short when its project is opened. */
const LONG_LOG = 1_000;

/** Makes a long log short. It is a courtesy: when it fails the log stays as it is. */
export async function shorten(id: ProjectId, { entries, points, upTo }: ProjectLog, projects: ProjectStore): Promise<void> {
  if (entries.length <= LONG_LOG) return;
  try {
    await projects.compact(id, { upTo, count: entries.length }, await compactInWorker(entries, points));
  } catch (error) {
    reportError(error);
  }
}
