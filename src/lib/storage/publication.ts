import { moved } from '#core/domain/queue/queued-job.ts';
import type { Take } from '#core/schema/take.ts';
import type { JobRecord } from './records.ts';

/** The job done with this take, or undefined when the holder of this lease may not end it; domain/queue/job decides. */
export function published(record: JobRecord, lease: number, take: Take): JobRecord | undefined {
  if (record.job.state === 'done') return undefined;
  const finish = { type: 'finish', lease, result: take.media.sha256 } as const;
  return moved(record, finish, take.createdAt, { engine: take.recipe.engine });
}
