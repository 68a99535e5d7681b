import type { JobId } from '../../schema/ids.ts';
import type { Attempt, Job, MemoryStep, Priority } from '../../schema/job.ts';
import { isHeld, isOver, type JobEvent, move } from './job.ts';

/** A job with its place in line and its past, as far as the rules of the queue look at it. */
export interface QueuedJob {
  readonly id: JobId;
  readonly job: Job;
  /** Which engine it goes to. */
  readonly lane: string;
  readonly priority: Priority;
  readonly rank: string;
  readonly dependsOn: readonly JobId[];
  readonly log: readonly Attempt[];
  readonly stepsDown: readonly MemoryStep[];
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly startedAt?: number | undefined;
  readonly endedAt?: number | undefined;
}

/** What happens to one job of a line. */
export interface LineMove {
  readonly id: JobId;
  readonly event: JobEvent;
}

/** Attempts that a job's log keeps; of more the oldest go. */
const LONGEST_LOG = 50;

/** The job after an event at the moment `now`, its log with it; undefined when domain/queue/job refuses the event. */
export function moved<Queued extends QueuedJob>(
  queued: Queued,
  event: JobEvent,
  now: number,
  about: Pick<Attempt, 'engine' | 'stepDown'> = {},
): Queued | undefined {
  const next = move(queued.job, event);
  if (!next.ok) return undefined;
  const job = next.value;
  return {
    ...queued,
    job,
    log: logged(queued, event, now, about),
    ...(about.stepDown && { stepsDown: [...queued.stepsDown, about.stepDown] }),
    ...(event.type === 'begin' && { startedAt: now, endedAt: undefined }),
    ...(isOver(job) && !isOver(queued.job) && { endedAt: now }),
  };
}

/** Notes in the log what engine the running attempt is on. */
export function onEngine<Queued extends QueuedJob>(queued: Queued, lease: number, engine: NonNullable<Attempt['engine']>): Queued | undefined {
  const last = queued.log.at(-1);
  if (!isHeld(queued.job) || queued.job.lease !== lease || !last) return undefined;
  return { ...queued, log: [...queued.log.slice(0, -1), { ...last, engine }] };
}

function logged({ job, log }: QueuedJob, event: JobEvent, now: number, about: Pick<Attempt, 'engine' | 'stepDown'>): Attempt[] {
  const last = log.at(-1);
  if (event.type === 'begin') {
    return [...log, { number: (last?.number ?? 0) + 1, startedAt: now, ...about }].slice(-LONGEST_LOG);
  }
  const outcome = outcomeOf(event);
  if (!isHeld(job) || !last || !outcome) return [...log];
  const fault = 'fault' in event ? { fault: event.fault } : {};
  return [...log.slice(0, -1), { ...last, ...about, ...fault, endedAt: now, outcome }];
}

function outcomeOf(event: JobEvent): Attempt['outcome'] {
  switch (event.type) {
    case 'finish':
      return 'done';
    case 'fault':
    case 'step-down':
      return 'fault';
    case 'crash':
    case 'expire':
      return 'crashed';
    case 'cancel':
      return 'cancelled';
    case 'pause':
      return 'paused';
    case 'release':
      return 'left';
    default:
      return undefined;
  }
}
