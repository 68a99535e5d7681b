import { move } from '#core/domain/job.ts';
import type { Take } from '#core/schema/take.ts';
import type { JobRecord } from './records.ts';

/** The job done with this take, or undefined when the holder of this lease may not end it; domain/job decides. */
export function published(record: JobRecord, lease: number, take: Take): JobRecord | undefined {
  if (record.job.state === 'done') return undefined;
  const moved = move(record.job, { type: 'finish', lease, result: take.media.sha256 });
  if (!moved.ok) return undefined;
  const last = record.log.at(-1);
  const log = last ? [...record.log.slice(0, -1), { ...last, endedAt: take.createdAt, outcome: 'done' as const }] : [];
  return { ...record, job: moved.value, log, endedAt: take.createdAt };
}
