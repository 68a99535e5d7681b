import { isOver } from '#core/domain/queue/job.ts';
import type { BatchId, JobId } from '#core/schema/ids.ts';
import type { JobRecord } from '#lib/storage/records.ts';

export type SectionName = 'running' | 'person' | 'line' | 'failed' | 'finished';

/** How the jobs of one action stand together. */
export interface BatchProgress {
  readonly id: BatchId;
  readonly jobs: readonly JobRecord[];
  readonly done: number;
  readonly failed: number;
  readonly unfinished: number;
}

/** What stands in a section: one job, or jobs of one batch under a common header. */
export interface Entry {
  /** Stays the same while jobs come and go under a header. */
  readonly key: string;
  readonly jobs: readonly JobRecord[];
  /** Present where the jobs stand under their batch's header. */
  readonly batch: BatchProgress | undefined;
}

export interface Section {
  readonly name: SectionName;
  /** Jobs that stand so, also those that are listed under a batch's header elsewhere. */
  readonly count: number;
  readonly entries: readonly Entry[];
  readonly jobs: readonly JobRecord[];
}

export interface QueueSections {
  readonly sections: readonly Section[];
  /** The jobs that wait for their turn, in the order of work. */
  readonly line: readonly JobRecord[];
  readonly batches: ReadonlyMap<BatchId, BatchProgress>;
}

export const isRunning = ({ job }: JobRecord): boolean => job.state === 'running' || job.state === 'publishing';

/** Whether a job waits until a person says yes. */
export const needsPerson = ({ job }: JobRecord): boolean => job.state === 'waiting' && job.waitsFor.includes('person');

/**
 * The queue as it is shown, from all jobs in the order of work. Jobs of a batch stand together: what
 * runs, what waits right behind it, and what is over already. A job that was moved away from its batch
 * stands alone at its place, so that what is read from top to bottom is the order of work.
 */
export function arrange(records: readonly JobRecord[]): QueueSections {
  const batches = countBatches(records);
  const running = records.filter(isRunning);
  const person = records.filter(needsPerson);
  const line = records.filter((record) => !isRunning(record) && !needsPerson(record) && !isOver(record.job));
  const over = records.filter(({ job }) => isOver(job)).toSorted(newestFirst);

  const shown = new Set<JobId>();
  const headed = new Map<BatchId, number>();
  const take = (jobs: readonly JobRecord[]): Entry => {
    for (const { id } of jobs) shown.add(id);
    return { key: jobs[0]!.id, jobs, batch: undefined };
  };
  /** Puts jobs under the header of their batch, and at its first header all of it that is over. */
  const head = (batch: BatchProgress, jobs: readonly JobRecord[]): Entry => {
    const past = headed.has(batch.id) ? [] : batch.jobs.filter(({ job }) => isOver(job));
    const headers = headed.get(batch.id) ?? 0;
    headed.set(batch.id, headers + 1);
    const all = [...jobs, ...past];
    for (const { id } of all) shown.add(id);
    return { key: `${batch.id}/${headers}`, jobs: all, batch };
  };

  const runningEntries = running.map((record) => {
    const batch = record.batch && batches.get(record.batch);
    if (!batch) return take([record]);
    const next = line.filter(({ id }) => !shown.has(id));
    const end = next.findIndex((other) => other.batch !== batch.id);
    return head(batch, [record, ...next.slice(0, end < 0 ? undefined : end)]);
  });
  const personEntries = person.map((record) => take([record]));
  const lineEntries = runs(line.filter(({ id }) => !shown.has(id))).map((jobs) => {
    const batch = jobs[0]!.batch && batches.get(jobs[0]!.batch);
    return batch && (jobs.length > 1 || !headed.has(batch.id)) ? head(batch, jobs) : take(jobs);
  });
  const overEntries = (jobs: readonly JobRecord[]): Entry[] =>
    jobs.flatMap((record) => {
      if (shown.has(record.id)) return [];
      const batch = record.batch && batches.get(record.batch);
      return [batch ? head(batch, []) : take([record])];
    });
  const failed = over.filter(({ job }) => job.state === 'failed');
  const failedEntries = overEntries(failed);
  const finishedEntries = overEntries(over.filter(({ job }) => job.state !== 'failed'));

  const section = (name: SectionName, entries: readonly Entry[], count = entries.flatMap(({ jobs }) => jobs).length): Section => ({
    name,
    count,
    entries,
    jobs: entries.flatMap(({ jobs }) => jobs),
  });
  return {
    sections: [
      section('running', runningEntries, running.length),
      section('person', personEntries),
      section('line', lineEntries, line.length),
      section('failed', failedEntries, failed.length),
      section('finished', finishedEntries),
    ].filter(({ entries }) => entries.length > 0),
    line,
    batches,
  };
}

/** The batches of more than one job. */
function countBatches(records: readonly JobRecord[]): ReadonlyMap<BatchId, BatchProgress> {
  const members = new Map<BatchId, JobRecord[]>();
  for (const record of records) {
    if (!record.batch) continue;
    const jobs = members.get(record.batch);
    if (jobs) jobs.push(record);
    else members.set(record.batch, [record]);
  }
  const batches = new Map<BatchId, BatchProgress>();
  for (const [id, jobs] of members) {
    if (jobs.length < 2) continue;
    const count = (state: string) => jobs.filter(({ job }) => job.state === state).length;
    const [done, failed] = [count('done'), count('failed')];
    batches.set(id, { id, jobs, done, failed, unfinished: jobs.length - done - failed - count('cancelled') });
  }
  return batches;
}

/** Neighbours of one batch together, all others alone. */
function runs(line: readonly JobRecord[]): JobRecord[][] {
  const found: JobRecord[][] = [];
  for (const record of line) {
    const last = found.at(-1);
    if (record.batch && last?.[0]?.batch === record.batch) last.push(record);
    else found.push([record]);
  }
  return found;
}

const newestFirst = (a: JobRecord, b: JobRecord): number => (b.endedAt ?? b.createdAt) - (a.endedAt ?? a.createdAt);
