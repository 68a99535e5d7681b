import type { JobId, TakeId } from '../../schema/ids.ts';
import type { Job } from '../../schema/job.ts';
import { isOver, move } from '../queue/job.ts';
import { canonicalJson } from '../takes/recipe-hash.ts';

/*
 * What an import will do, worked out before it is done: what comes, what is here already, and where
 * the two sides hold different things under one id. Records are told apart by id and compared whole.
 */

/** What becomes of records that differ: those here stay, those of the file replace them, or both are kept under two ids. */
export type ConflictChoice = 'mine' | 'theirs' | 'both';

export interface Conflict<Value> {
  readonly mine: Value;
  readonly theirs: Value;
}

export interface Comparison<Value> {
  /** Not here yet. */
  readonly fresh: readonly Value[];
  /** Here already, with the same content. */
  readonly same: readonly Value[];
  readonly conflicts: readonly Conflict<Value>[];
}

/** Compares two sides by id. Theirs must hold each id once. `alike` says when two records of one id are the same. */
export function compare<Value extends { readonly id: string }>(
  mine: readonly Value[],
  theirs: readonly Value[],
  alike: (mine: Value, theirs: Value) => boolean = isSame,
): Comparison<Value> {
  const here = new Map(mine.map((record) => [record.id, record]));
  const fresh: Value[] = [];
  const same: Value[] = [];
  const conflicts: Conflict<Value>[] = [];
  for (const record of theirs) {
    const kept = here.get(record.id);
    if (!kept) fresh.push(record);
    else if (alike(kept, record)) same.push(kept);
    else conflicts.push({ mine: kept, theirs: record });
  }
  return { fresh, same, conflicts };
}

/** Whether two records hold the same, however their keys are ordered. */
export const isSame = (one: unknown, other: unknown): boolean => canonicalJson(one) === canonicalJson(other);

/** One record that an import writes: `before` is what it replaces. */
export interface Change<Value> {
  readonly before: Value | undefined;
  readonly after: Value;
}

/** The part of a take that a merge must know. */
interface MergedTake {
  readonly id: TakeId;
  readonly variedFrom?: TakeId | undefined;
}

/** The part of a kept job that a merge must know. */
interface MergedJob {
  readonly id: JobId;
  readonly job: Job;
  readonly dependsOn: readonly JobId[];
  readonly variedFrom?: TakeId | undefined;
}

export interface Merge<Take, Record> {
  readonly takes: readonly Change<Take>[];
  readonly jobs: readonly Change<Record>[];
}

/**
 * The records to write for takes and jobs. What is kept beside its namesake gets a new id, and with it
 * everything in the file that refers to it: a take bears the id of its job, so one name serves both.
 */
export function settle<Take extends MergedTake, Record extends MergedJob>(
  compared: { readonly takes: Comparison<Take>; readonly jobs: Comparison<Record> },
  choices: { readonly takes: ConflictChoice; readonly jobs: ConflictChoice },
  newId: () => string,
): Merge<Take, Record> {
  const doubled = [
    ...(choices.takes === 'both' ? compared.takes.conflicts : []),
    ...(choices.jobs === 'both' ? compared.jobs.conflicts : []),
  ];
  const names = new Map<string, string>();
  for (const { theirs } of doubled) if (!names.has(theirs.id)) names.set(theirs.id, newId());
  const named = <Id extends string>(id: Id): Id => (names.get(id) ?? id) as Id;
  const varied = ({ variedFrom }: { variedFrom?: TakeId | undefined }) => variedFrom && { variedFrom: named(variedFrom) };

  const take = (record: Take): Take => ({ ...record, id: named(record.id), ...varied(record) });
  const job = (record: Record): Record => ({
    ...record,
    id: named(record.id),
    job: { ...record.job, id: named(record.id) },
    dependsOn: record.dependsOn.map(named),
    ...varied(record),
  });
  return {
    takes: changes(compared.takes, choices.takes, take),
    jobs: changes(compared.jobs, choices.jobs, job),
  };
}

/** A job as it comes from a file: what is not over waits for a person, so that nothing starts by itself. */
export function asItComes(job: Job): Job {
  if (isOver(job) || job.state === 'paused') return job;
  const paused = move(job, { type: 'pause' });
  if (paused.ok) return paused.value;
  // A draft was never sent, and what was being published has no holder here: both begin anew.
  const { schema, id, attempts, crashes, maxAttempts, lease } = job;
  return { schema, id, attempts, crashes, maxAttempts, lease, state: 'paused' };
}

function changes<Value extends { readonly id: string }>(
  { fresh, conflicts }: Comparison<Value>,
  choice: ConflictChoice,
  rename: (record: Value) => Value,
): Change<Value>[] {
  const written: Change<Value>[] = fresh.map((record) => ({ before: undefined, after: rename(record) }));
  if (choice === 'mine') return written;
  return written.concat(
    conflicts.map(({ mine, theirs }) =>
      choice === 'theirs' ? { before: mine, after: theirs } : { before: undefined, after: rename(theirs) },
    ),
  );
}
