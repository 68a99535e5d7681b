import { isSame } from '#core/domain/backup/merge-backup.ts';
import type { Writing } from './connection.ts';
import { endsAsLeft } from './log-end.ts';
import { lastNumber, putEntries, rangeOf, readLog } from './project-log.ts';
import { ProjectRecord } from '#core/schema/project-record.ts';
import type { ProjectChange } from './snapshot.ts';
import type { Place } from './transfer-place.ts';

/** Where a project lies in the database: its record, and the end of its log. */
export function projectPlace(transaction: Pick<Writing<'projects' | 'project-log' | 'project-points'>, 'objectStore'>, change: ProjectChange): Place {
  const { before, after, upTo, log } = change;
  const { id } = after;
  const [projects, entries, points] = [transaction.objectStore('projects'), transaction.objectStore('project-log'), transaction.objectStore('project-points')];
  const record = async () => {
    const lies = await projects.get(id);
    return lies === undefined ? undefined : (ProjectRecord.safeParse(lies).data ?? lies);
  };
  return {
    // A log that has lost its record is joined: nothing in it is written over.
    isBefore: async () => isSame(before, await record()) && (before === undefined || (await lastNumber(transaction, id)) === upTo),
    isAfter: async () => isSame(after, await record()) && endsAsLeft(await readLog(transaction, id), change),
    async write() {
      await projects.put(after);
      await putEntries(transaction, id, log.entries, (await lastNumber(transaction, id)) + 1);
      if (before === undefined && (await points.get(id)) === undefined) await points.put(log.points, id);
    },
    async takeBack() {
      if (before) {
        await projects.put(before);
        await entries.delete(IDBKeyRange.bound([id, upTo + 1], [id, Infinity]));
      } else {
        await projects.delete(id);
        await points.delete(id);
        await entries.delete(rangeOf(id));
      }
    },
  };
}
