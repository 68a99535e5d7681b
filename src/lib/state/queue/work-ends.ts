import { explain } from '#core/domain/words/explain.ts';
import { isOver } from '#core/domain/queue/job.ts';
import type { NoticeId } from '#core/schema/ids.ts';
import type { Notice } from '#core/schema/notice.ts';
import type { JobRecord } from '#lib/storage/records.ts';
import { noticeId } from '../notices/notice-id.ts';

/** Work that came to an end, or that cannot go on without a person. */
export interface WorkEnd {
  /** The same for the same end, whoever works it out. */
  readonly id: NoticeId;
  readonly kind: Notice['kind'];
  /** A few words, for where there is room for no more. */
  readonly title: string;
  /** All of it, in one or two sentences. */
  readonly text: string;
  /** The page that shows more. */
  readonly path: string;
  /** When it ended, in milliseconds since 1970. */
  readonly at: number;
  /** How long it took from its beginning, in milliseconds. */
  readonly tookMs: number;
}

/** How much of a prompt is quoted, in characters. */
const QUOTED = 60;

/**
 * What ended after `since` (milliseconds since 1970), oldest first. The jobs of a batch end together, when the
 * last of them is over. Cancelling is silent: whoever cancelled knows.
 */
export function workEnds(jobs: readonly JobRecord[], since: number): readonly WorkEnd[] {
  const batches = Map.groupBy(jobs.filter(({ batch }) => batch), ({ batch }) => batch!);
  const together = [...batches.values()].flatMap((members) => (members.length > 1 ? batchEnd(members) : members.flatMap(end)));
  const alone = jobs.filter(({ batch }) => !batch).flatMap(end);
  return [...together, ...alone].filter(({ at }) => at > since).sort((a, b) => a.at - b.at);
}

function end(record: JobRecord): WorkEnd[] {
  const { job } = record;
  const at = endedAt(record);
  const facts = { id: noticeId(record.id, at), at, tookMs: Math.max(0, at - (record.startedAt ?? record.createdAt)) };
  if (job.state === 'done') {
    return [{ ...facts, kind: 'good', title: 'A take is ready', text: `${quoted(record)} is ready.`, path: `/gallery/${record.id}` }];
  }
  if (job.state === 'failed') {
    const { happened, kept, next } = explain(job.fault);
    return [
      { ...facts, kind: 'bad', title: 'A take could not be made', text: `${quoted(record)} could not be made. ${happened} ${kept} ${next}`, path: '/queue' },
    ];
  }
  if (job.state === 'waiting' && job.waitsFor.includes('person')) {
    const why = job.crashes > 0 ? `was broken off ${job.crashes} times and ` : '';
    return [{ ...facts, kind: 'warn', title: 'A job waits for you', text: `${quoted(record)} ${why}waits for your yes before it goes on.`, path: '/queue' }];
  }
  return [];
}

function batchEnd(members: readonly JobRecord[]): WorkEnd[] {
  const parked = members.filter(({ job }) => job.state === 'waiting' && job.waitsFor.includes('person')).flatMap(end);
  if (members.some(({ job }) => !isOver(job))) return parked;
  const done = members.filter(({ job }) => job.state === 'done');
  const failed = members.filter(({ job }) => job.state === 'failed');
  const ended = [...done, ...failed];
  if (ended.length === 0) return [];
  if (ended.length === 1) return end(ended[0]!);
  const at = Math.max(...ended.map(endedAt));
  const begun = Math.min(...ended.map(({ startedAt, createdAt }) => startedAt ?? createdAt));
  const facts = { id: noticeId(members[0]!.batch!, at), at, tookMs: Math.max(0, at - begun) };
  const of = quoted(ended[0]!);
  if (failed.length === 0) {
    const title = `${done.length} takes are ready`;
    return [{ ...facts, kind: 'good', title, text: `${title}: ${of}.`, path: '/gallery' }];
  }
  const title = done.length === 0 ? `${failed.length} takes could not be made` : `${done.length} of ${ended.length} takes are ready`;
  const text = `${title}: ${of}. ${failed.length} failed; the queue says why, and they can be tried again.`;
  return [{ ...facts, kind: done.length === 0 ? 'bad' : 'warn', title, text, path: '/queue' }];
}

const endedAt = (record: JobRecord): number => record.endedAt ?? record.log.at(-1)?.endedAt ?? record.createdAt;

function quoted({ request }: JobRecord): string {
  const prompt = request.prompt.trim();
  if (prompt === '') return 'A take without a prompt';
  return `“${prompt.length > QUOTED ? `${prompt.slice(0, QUOTED - 1).trimEnd()}…` : prompt}”`;
}
