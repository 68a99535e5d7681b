import { vi } from 'vitest';
import { JobResult } from '#core/schema/accelerator/remote-job.ts';
import { type JobId, Sha256 } from '#core/schema/ids.ts';
import { RemoteEngine } from '#lib/engine/remote/remote-engine.ts';
import { RemoteLane } from '#lib/engine/remote/remote-lane.ts';
import { sha256 } from '#lib/storage/digest.ts';
import type { StudioStorage } from '#lib/storage/ports.ts';
import type { FakeLink } from '../../../tests/contract/fake-link.ts';
import { someTake } from '../../../tests/contract/samples.ts';
import { request, wordFilm } from '../../../tests/contract/test-queue.ts';
import type { QueueEvent } from './events.ts';
import { JobQueue } from './job-queue.ts';
import { settleRemote } from './settle-remote.ts';

const open: (() => Promise<void>)[] = [];

/** Closes every tab that a test has left open. */
export async function closeTabs(): Promise<void> {
  for (const close of open.splice(0)) await close();
}

/** The queue of a tab that is paired with an accelerator. */
export function tab(storage: StudioStorage, link: FakeLink, scope: string) {
  const lane = new RemoteLane(link, new RemoteEngine(link, 50));
  const queue = new JobQueue({ storage, lanes: { remote: lane }, film: { ...wordFilm, make: keep }, scope, random: () => 0 });
  const stop = settleRemote(link, storage);
  const events: QueueEvent[] = [];
  queue.subscribe((event) => events.push(event));
  const close = async () => {
    stop();
    await queue.dispose();
  };
  open.push(close);
  const jobs = () => events.findLast((event) => event.kind === 'jobs')!.jobs;
  const job = (id: JobId) => jobs().find((record) => record.id === id)!.job;
  const send = (id: JobId, prompt = 'there') => queue.submit(id, request(prompt), { lane: 'remote' });
  return { queue, send, jobs, job, close };
}

/** A film that is kept as it came. */
const keep: typeof wordFilm.make = async (result) => {
  const made = await wordFilm.make(result);
  if (!made.ok || !('file' in result)) throw new Error('the lane brings a file');
  const media = { type: result.file.type, bytes: new Uint8Array(await result.file.arrayBuffer()) };
  return { ok: true, value: { ...made.value, media } };
};

/** A film of these words as an accelerator has made it. */
export async function made(words: string): Promise<{ file: Blob; result: JobResult }> {
  const file = new Blob([words], { type: 'video/mp4' });
  const media = Sha256.parse(await sha256(new Uint8Array(await file.arrayBuffer())));
  const { recipe } = someTake();
  return { file, result: JobResult.parse({ media, type: file.type, bytes: file.size, recipe, timings: {}, adjustments: [], energy: 1.5 }) };
}

export const until = (check: () => void) => vi.waitFor(check, { timeout: 20_000 });

