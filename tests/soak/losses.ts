import { isDeepStrictEqual } from 'node:util';
import { isOver } from '../../src/core/domain/queue/job.ts';
import type { Take } from '../../src/core/schema/take.ts';
import type { Draft, JobRecord } from '../../src/lib/storage/records.ts';
import type { Kept } from './kept.ts';
import type { Ledger } from './ledger.ts';
import { lostEdits } from './lost-edits.ts';

export type Jobs = readonly JobRecord[];

/**
 * What was lost or torn, each in a sentence: what the studio had been told was kept must lie on the
 * disk as it was, or as something later that was still on its way when the end came.
 */
export function findLosses(kept: Kept, ledger: Ledger): string[] {
  return [...lostJobs(kept, ledger), ...lostTakes(kept, ledger), ...lostDraft(kept, ledger), ...lostEdits(kept, ledger), ...tornWork(kept), ...lostBlobs(kept)];
}

function* lostJobs({ jobs }: Kept, ledger: Ledger): Iterable<string> {
  const byId = new Map(jobs.map((record) => [record.id as string, record]));
  for (const { key, value } of ledger.all('jobs')) {
    const was = value as JobRecord | undefined;
    const is = byId.get(key);
    if (!was) {
      if (is && !isOver(is.job)) yield `job ${key} was removed and works again`;
      continue;
    }
    // What is over may have been removed in the last moment.
    if (!is && !isOver(was.job)) yield `job ${key} is gone; it was ${was.job.state}`;
    if (!is || isDeepStrictEqual(plain(is), was)) continue;
    if (is.job.lease < was.job.lease || is.log.length < was.log.length) yield `job ${key} went back from ${was.job.state} to ${is.job.state}`;
    if (was.job.state === 'done' && is.job.state !== 'done') yield `job ${key} was done and is ${is.job.state}`;
  }
}

function* lostTakes({ takes }: Kept, ledger: Ledger): Iterable<string> {
  const byId = new Map(takes.map((take) => [take.id as string, take]));
  for (const { key, value } of ledger.all('takes')) {
    const was = value as Take | undefined;
    const is = byId.get(key);
    if (!was) continue;
    if (!is) yield `take ${key} is gone`;
    else if (is.media.sha256 !== was.media.sha256) yield `take ${key} has another clip`;
    else if (numberIn(is.name) < numberIn(was.name)) yield `take ${key} is called “${is.name}” again; it was called “${was.name}”`;
  }
}

function* lostDraft({ draft }: Kept, ledger: Ledger): Iterable<string> {
  const was = ledger.latest('singles', 'draft') as Draft | undefined;
  if (was && numberIn(draft?.prompt) < numberIn(was.prompt)) yield `the form holds “${draft?.prompt}” again; it held “${was.prompt}”`;
}

/** What can never be, whatever came last: a job that is done without its take, a take whose job is not done, a clip twice. */
function* tornWork({ jobs, takes }: Kept): Iterable<string> {
  const states = new Map(jobs.map(({ id, job }) => [id as string, job.state]));
  const takeIds = new Set(takes.map(({ id }) => id as string));
  for (const { id, job } of jobs) if (job.state === 'done' && !takeIds.has(id)) yield `job ${id} is done and has no take`;
  for (const { id } of takes) {
    const state = states.get(id);
    if (state !== undefined && state !== 'done') yield `take ${id} is there and its job is ${state}`;
  }
  const made = new Map<string, string>();
  for (const { id, recipeHash } of takes) {
    const other = made.get(recipeHash);
    if (other) yield `takes ${other} and ${id} are the same clip`;
    made.set(recipeHash, id);
  }
}

function* lostBlobs({ jobs, takes, blobs, damaged }: Kept): Iterable<string> {
  for (const name of damaged) yield `the bytes of ${name} are not what its name says`;
  for (const { id, media, poster, filmstrip } of takes) {
    for (const { sha256, bytes } of [media, poster, filmstrip]) {
      if (blobs[sha256] !== bytes) yield `take ${id} names ${sha256}, ${bytes} bytes; there are ${blobs[sha256] ?? 'none'}`;
    }
  }
  for (const { id, job, request } of jobs) {
    if (isOver(job)) continue;
    for (const picture of [request.first, request.last]) {
      if (picture && !(picture.rgb in blobs)) yield `the picture of job ${id} is gone`;
    }
  }
}

/** Jobs that have come to no end, or to a bad one. */
export function findOpenWork({ jobs }: Kept): string[] {
  return jobs.flatMap(({ id, job }) => {
    if (job.state === 'failed') return [`job ${id} failed: ${job.fault.reason}`];
    return isOver(job) ? [] : [`job ${id} is still ${job.state}`];
  });
}

/** The number at the end of a text that the test has typed; -1 where there is none. */
const numberIn = (text: string | undefined): number => Number(/(\d+)( [ a-z]*)?$/.exec(text ?? '')?.[1] ?? -1);

/** As JSON has it: without what is undefined. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
