import { generateKeyBetween, generateNKeysBetween } from 'fractional-indexing';
import type { JobId } from '../../schema/ids.ts';
import { Priority } from '../../schema/job.ts';
import { isHeld, isOver } from './job.ts';
import type { QueuedJob } from './queued-job.ts';
import { pauseLeft } from './retry.ts';

type Placed = Pick<QueuedJob, 'id' | 'priority' | 'rank' | 'createdAt'>;

const precedence = (priority: Priority): number => Priority.options.indexOf(priority);

/** Which of two jobs goes first: by priority, then by place, then the older one. */
export function byTurn(a: Placed, b: Placed): number {
  return (
    precedence(a.priority) - precedence(b.priority) ||
    compare(a.rank, b.rank) ||
    a.createdAt - b.createdAt ||
    compare(a.id, b.id)
  );
}

/** What is at work, then what is still to be done in the order of work, then what is over, latest first. */
export function inOrderOfWork<Queued extends QueuedJob>(line: readonly Queued[]): Queued[] {
  const stage = ({ job }: Queued) => (isHeld(job) ? 0 : isOver(job) ? 2 : 1);
  const ended = ({ endedAt, createdAt }: Queued) => endedAt ?? createdAt;
  return [...line].sort((a, b) => {
    const apart = stage(a) - stage(b);
    if (apart !== 0) return apart;
    return (stage(a) === 2 ? ended(b) - ended(a) : 0) || byTurn(a, b);
  });
}

/** The job that a free engine takes now: the first in line that may begin. */
export function nextToRun<Queued extends QueuedJob>(line: readonly Queued[], lane: string, now: number): Queued | undefined {
  let next: Queued | undefined;
  for (const queued of line) {
    const mayBegin = queued.lane === lane && queued.job.state === 'queued' && pauseLeft(queued.job, now) === 0;
    if (mayBegin && (!next || byTurn(queued, next) < 0)) next = queued;
  }
  return next;
}

/** Milliseconds until the first pause in line is over; undefined where there is none. */
export function nextPauseEnd(line: readonly QueuedJob[], now: number): number | undefined {
  const pauses = line.map(({ job }) => pauseLeft(job, now)).filter((left) => left > 0);
  return pauses.length > 0 ? Math.min(...pauses) : undefined;
}

/** Places behind everything in the line, in order. */
export function ranksAtEnd(line: readonly Pick<QueuedJob, 'rank'>[], count: number): string[] {
  const last = line.reduce<string | null>((most, { rank }) => (most === null || rank > most ? rank : most), null);
  return generateNKeysBetween(last, null, count);
}

export interface Place {
  readonly id: JobId;
  readonly priority: Priority;
  readonly rank: string;
}

/**
 * The new places when a job is moved right before or after another: its own, with the other's priority,
 * and where jobs had one and the same place, those of the ones behind it. Empty where either is gone.
 */
export function placesBeside(line: readonly QueuedJob[], id: JobId, neighbour: JobId, side: 'before' | 'after'): Place[] {
  const beside = line.find((queued) => queued.id === neighbour);
  if (!beside || id === neighbour || !line.some((queued) => queued.id === id)) return [];
  const { priority } = beside;
  const peers = line
    .filter((queued) => queued.priority === priority && queued.id !== id && (!isOver(queued.job) || queued === beside))
    .sort(byTurn);
  const to = peers.indexOf(beside) + (side === 'after' ? 1 : 0);
  const rankBefore = peers[to - 1]?.rank ?? null;
  let free = to;
  while (rankBefore !== null && peers[free]?.rank === rankBefore) free += 1;
  const rankAfter = peers[free]?.rank ?? null;
  const moving = [id, ...peers.slice(to, free).map((peer) => peer.id)];
  if (moving.length === 1) return [{ id, priority, rank: generateKeyBetween(rankBefore, rankAfter) }];
  const ranks = generateNKeysBetween(rankBefore, rankAfter, moving.length);
  return moving.map((moved, i) => ({ id: moved, priority, rank: ranks[i] as string }));
}

/** Done jobs that are kept; of more the oldest go by themselves. Their takes stay. */
const MOST_DONE = 500;

/** The done jobs that are too many. */
export function surplusDone(line: readonly QueuedJob[]): JobId[] {
  return line
    .filter(({ job }) => job.state === 'done')
    .sort((a, b) => (b.endedAt ?? 0) - (a.endedAt ?? 0) || compare(a.id, b.id))
    .slice(MOST_DONE)
    .map(({ id }) => id);
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
