import { move } from '#core/domain/job.ts';
import type { Take } from '#core/schema/take.ts';
import type { JobRecord } from './records.ts';

/** Whether the holder of a lease may end the job with this take; domain/job decides. */
export function mayPublish(record: JobRecord, lease: number, take: Take): boolean {
  return move(record.job, { type: 'finish', lease, result: take.media.sha256 }).ok;
}
