import { MOST_CRASHES } from '#core/domain/queue/job.ts';
import { pauseLeft } from '#core/domain/queue/retry.ts';
import { explain } from '#core/domain/words/explain.ts';
import { jobTitle } from '#lib/state/queue/queue-actions.ts';
import type { QueueList } from '#lib/state/queue/queue-list.svelte.ts';
import type { Studio } from '#lib/state/studio.svelte.ts';
import type { JobRecord } from '#lib/storage/records.ts';
import { saidDuration } from '../ui/figures.ts';
import { stepDownWords, WAIT_WORDS } from './queue-words.ts';

type Around = Pick<Studio, 'accelerator' | 'engine' | 'jobs'>;

/** Why a job does not begin yet; empty where only its turn is waited for, or nothing. */
export function waitWords(record: JobRecord, { accelerator, engine, jobs }: Around, queue: Pick<QueueList, 'times'>): string {
  const { job } = record;
  if (job.state === 'queued') return againWords(record, queue.times.now);
  if (job.state !== 'waiting') return '';
  /** What must be done first, by its prompt. */
  const before = jobs.records.find(({ id, job: { state } }) => state !== 'done' && record.dependsOn.includes(id));
  return job.waitsFor.map((reason) => {
    if (reason === 'person' && job.crashes >= MOST_CRASHES) {
      return `Kinora broke off ${job.crashes} times while this was being made, so it asks you first.`;
    }
    if (reason === 'dependency' && before) return `Begins after “${jobTitle(before)}”.`;
    if (reason === 'model' && engine.model.status === 'fetching') return `Waits for the model: ${Math.floor(engine.model.fraction * 100)} % is here.`;
    if (reason === 'accelerator' && !accelerator.isPaired) return 'Waits for an accelerator. None is paired with this browser.';
    return WAIT_WORDS[reason];
  }).join(' ');
}

/** What an eye finds below the figures of a card, for who walks over the rows by ear: why it waits, or why it failed. */
export function rowDescription(record: JobRecord, around: Around, queue: Pick<QueueList, 'times'>): string {
  if (record.job.state !== 'failed') return waitWords(record, around, queue);
  const { title, happened, next } = explain(record.job.fault);
  return `${title}. ${happened} ${next}`;
}

function againWords({ job, stepsDown }: JobRecord, now: number): string {
  if (job.state !== 'queued' || !job.lastFault) return '';
  const left = pauseLeft(job, now);
  const how = stepsDown.length > 0 ? ` with ${stepDownWords(stepsDown)}` : '';
  return `${explain(job.lastFault).happened} Tries again${how}${left > 0 ? ` in ${saidDuration(left)}` : ''}.`;
}
