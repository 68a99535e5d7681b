import { generateKeyBetween } from 'fractional-indexing';
import { z } from 'zod';
import type { QueuedJob } from '#core/domain/queue/queued-job.ts';
import { ClientId } from '#core/schema/accelerator/client.ts';
import { JobOrder, JobResult, type RemoteJob } from '#core/schema/accelerator/remote-job.ts';
import { AcceleratorEngineId } from '#core/schema/engine-id.ts';
import { JobId } from '#core/schema/ids.ts';
import { Attempt, Job, MemoryStep, Priority } from '#core/schema/job.ts';

/** A job as the accelerator keeps it. Its lane is its engine; `dependsOn` are the jobs that it still needs. */
export interface KeptJob extends QueuedJob {
  readonly client: ClientId;
  /** As it was sent. */
  readonly order: JobOrder;
  readonly lane: AcceleratorEngineId;
  readonly result?: JobResult | undefined;
  readonly collected: boolean;
}

/** Text of a database that is JSON of a shape. */
const json = <Schema extends z.ZodType>(schema: Schema) =>
  z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue('not JSON');
        return z.NEVER;
      }
    })
    .pipe(schema);

const Instant = z.int().nonnegative();

/** A place in line, between which and the end there is another. */
const Rank = z.string().refine((rank) => {
  try {
    return generateKeyBetween(rank, null) > rank;
  } catch {
    return false;
  }
}, 'no place in line');

const JobRow = z
  .object({
    client: ClientId,
    id: JobId,
    order: json(JobOrder),
    job: json(Job),
    engine: AcceleratorEngineId,
    priority: Priority,
    rank: Rank,
    needs: json(z.array(JobId)),
    steps_down: json(z.array(MemoryStep)),
    log: json(z.array(Attempt)),
    result: json(JobResult).nullable(),
    collected: z.union([z.literal(0), z.literal(1)]),
    submitted_at: Instant,
    started_at: Instant.nullable(),
    ended_at: Instant.nullable(),
  })
  .refine(({ id, order, job }) => id === order.id && id === job.id, 'the ids differ')
  .refine(({ job, result }) => (job.state === 'done' ? job.result : undefined) === result?.media, 'the result is not that of the job');

/** A job from its row; the sentence says why it cannot be one. */
export function readRow(row: unknown): KeptJob | string {
  const read = JobRow.safeParse(row);
  if (!read.success) return z.prettifyError(read.error);
  const { engine, needs, steps_down, result, collected, submitted_at, started_at, ended_at, ...same } = read.data;
  return {
    ...same,
    lane: engine,
    dependsOn: needs,
    stepsDown: steps_down,
    collected: collected === 1,
    createdAt: submitted_at,
    ...(result && { result }),
    ...(started_at !== null && { startedAt: started_at }),
    ...(ended_at !== null && { endedAt: ended_at }),
  };
}

/** The row of a job, its columns by name. */
export function writeRow(kept: KeptJob): Record<string, string | number | null> {
  const { client, id, order, job, lane, priority, rank, dependsOn, stepsDown, log, result, collected } = kept;
  return {
    ...{ client, id, priority, rank, engine: lane },
    order: JSON.stringify(order),
    job: JSON.stringify(job),
    needs: JSON.stringify(dependsOn),
    steps_down: JSON.stringify(stepsDown),
    log: JSON.stringify(log),
    result: result ? JSON.stringify(result) : null,
    collected: collected ? 1 : 0,
    submitted_at: kept.createdAt,
    started_at: kept.startedAt ?? null,
    ended_at: kept.endedAt ?? null,
  };
}

/** The job as its client sees it. */
export function remoteJob({ order, job, lane, priority, log, result, collected, createdAt }: KeptJob): RemoteJob {
  return {
    order: { ...order, priority },
    ...{ job, collected, engine: lane, log: [...log], submittedAt: createdAt },
    ...(result && { result }),
  };
}
