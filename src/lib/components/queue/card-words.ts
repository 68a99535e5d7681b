import type { EngineState } from '#lib/state/engines/engine.svelte.ts';
import type { QueueList } from '#lib/state/queue/queue-list.svelte.ts';
import type { JobRecord } from '#lib/storage/records.ts';
import { saidDuration } from '../ui/figures.ts';
import { attemptLength, engineWords, momentWords, stateWords } from './queue-words.ts';

interface CardWords {
  /** How it stands, or which place in line it has. */
  readonly state: string;
  /** When its turn comes or when it was over; empty where there is nothing to say. */
  readonly time: string;
  /** What works on it, worked on it, or will. */
  readonly engine: string;
}

/** What the card of a job says beside its prompt and its figures. */
export function cardWords(record: JobRecord, queue: QueueList, engine: EngineState): CardWords {
  return { state: state(record, queue), time: time(record, queue), engine: engineOf(record, engine) };
}

function state(record: JobRecord, queue: QueueList): string {
  const { job } = record;
  if (job.state === 'running' && record.log.length > 1) return `Running, attempt ${record.log.length}`;
  if (job.state !== 'queued' || job.notBefore !== undefined) return stateWords(record);
  const place = queue.place(record.id);
  return place === undefined || place === 1 ? 'Next in line' : `Place ${place} in line`;
}

function time(record: JobRecord, { times }: QueueList): string {
  const { job } = record;
  if (job.state === 'queued') {
    const begins = times.of(record.id)?.beginsInMs;
    const takes = times.leftMs(record);
    const words = [
      ...(begins ? [`begins in about ${saidDuration(begins)}`] : []),
      ...(takes === null ? [] : [`takes about ${saidDuration(takes)}`]),
    ];
    return words.join(', ');
  }
  if (record.endedAt === undefined) return '';
  const last = record.log.at(-1);
  const took = job.state === 'done' && last ? attemptLength(last) : undefined;
  return `${momentWords(record.endedAt, times.now)}${took ? `, took ${took}` : ''}`;
}

function engineOf({ lane, log }: JobRecord, engine: EngineState): string {
  const used = log.findLast((attempt) => attempt.engine)?.engine;
  if (used) return engineWords(used);
  if (lane === 'remote') return 'Accelerator';
  return engine.provider ? engineWords({ id: 'browser', provider: engine.provider }) : 'Browser';
}
