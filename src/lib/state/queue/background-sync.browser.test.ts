import { afterEach, expect, it, vi } from 'vitest';
import type { WaitReason } from '#core/schema/job.ts';
import type { QueueEvent } from '#lib/queue/events.ts';
import type { JobRecord } from '#lib/storage/records.ts';
import { someJob } from '../../../../tests/contract/samples.ts';
import { wakeByBackgroundSync } from './background-sync.ts';

afterEach(() => vi.restoreAllMocks());

function waiting(waitsFor: WaitReason): JobRecord {
  const queued = someJob('queued');
  const { schema, id, attempts, maxAttempts, crashes, lease } = queued.job;
  return { ...queued, job: { schema, id, attempts, maxAttempts, crashes, lease, state: 'waiting', waitsFor: [waitsFor] } };
}

function made() {
  const registered: string[] = [];
  const sync = { register: async (tag: string) => void registered.push(tag) };
  vi.spyOn(navigator.serviceWorker, 'getRegistration').mockResolvedValue({ sync } as unknown as ServiceWorkerRegistration);
  let tell: (event: QueueEvent) => void = () => {};
  const lookAround = vi.fn();
  const queue = { lookAround, subscribe: (listener: typeof tell) => ((tell = listener), () => {}) };
  const stop = wakeByBackgroundSync(queue);
  const jobs = (...records: readonly JobRecord[]) => tell({ kind: 'jobs', jobs: records, held: false });
  return { registered, lookAround, jobs, stop };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 10));

it('asks the browser for a word once, as soon as a job waits for what lies out there', async () => {
  const { registered, jobs, stop } = made();
  jobs(someJob('queued'), waiting('person'), waiting('dependency'));
  await settled();
  expect(registered).toEqual([]);
  jobs(waiting('network'));
  jobs(waiting('network'), waiting('accelerator'));
  await settled();
  expect(registered).toEqual(['kinora-queue']);
  // Another absence asks anew.
  jobs();
  jobs(waiting('accelerator'));
  await settled();
  expect(registered).toHaveLength(2);
  stop();
});

it('has the queue look around at the word of the service worker', () => {
  const { lookAround, stop } = made();
  navigator.serviceWorker.dispatchEvent(new MessageEvent('message', { data: { type: 'WAKE_QUEUE' } }));
  expect(lookAround).toHaveBeenCalledOnce();
  navigator.serviceWorker.dispatchEvent(new MessageEvent('message', { data: { type: 'OPEN_PAGE', path: '/' } }));
  navigator.serviceWorker.dispatchEvent(new MessageEvent('message', { data: null }));
  stop();
  navigator.serviceWorker.dispatchEvent(new MessageEvent('message', { data: { type: 'WAKE_QUEUE' } }));
  expect(lookAround).toHaveBeenCalledOnce();
});
