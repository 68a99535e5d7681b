import { generateNKeysBetween } from 'fractional-indexing';
import { isOfSchema, type Migration, type OldRecord } from './migration.ts';

/**
 * Takes can be tagged, rated and marked; jobs have a place in line, a log and an engine to go to;
 * notices are kept.
 */
export const marksAndOrder: Migration = {
  name: 'marks on takes, order of jobs, notices',
  async run(db, transaction) {
    db.createObjectStore('notices', { keyPath: 'id' });
    const takes = transaction.objectStore('takes');
    for (let cursor = await takes.openCursor(); cursor; cursor = await cursor.continue()) {
      if (isOfSchema(cursor.value, 1)) await cursor.update(markedTake(cursor.value));
    }
    const jobs = transaction.objectStore('jobs');
    const old = (await jobs.getAll()).filter(isFirstJob).sort(byAge);
    const ranks = generateNKeysBetween(null, null, old.length);
    for (const [i, job] of old.entries()) await jobs.put(orderedJob(job, ranks[i]!));
  },
};

const markedTake = (take: OldRecord): OldRecord => ({ ...take, schema: 2, tags: [], favourite: false, rating: 0 });

const isFirstJob = (record: unknown): record is OldRecord => isOfSchema(record, 1) && isOfSchema(record['job'], 1);

const orderedJob = (record: OldRecord, rank: string): OldRecord => ({
  ...record,
  schema: 2,
  job: { ...(record['job'] as OldRecord), schema: 2, crashes: 0 },
  lane: 'browser',
  priority: 'normal',
  rank,
  dependsOn: [],
  log: [],
  stepsDown: [],
});

const byAge = (a: OldRecord, b: OldRecord): number => Number(a['createdAt']) - Number(b['createdAt']);
