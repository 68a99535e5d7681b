import { afterEach, describe, expect, it, vi } from 'vitest';
import { FaultError } from '#core/schema/fault.ts';
import { JobId, Sha256 } from '#core/schema/ids.ts';
import { GenerationRequest } from '#core/schema/request.ts';
import { ok } from '#core/schema/result.ts';
import type { FilmMaker } from '#lib/engine/film.ts';
import { openMemoryStorage } from '#lib/storage/memory.ts';
import type { StudioStorage } from '#lib/storage/ports.ts';
import { FakeEngine } from '../../../tests/contract/fake-engine.ts';
import { someJob } from '../../../tests/contract/samples.ts';
import type { QueueEvent } from './events.ts';
import { JobQueue } from './job-queue.ts';

const film: FilmMaker = {
  async make({ recipe }) {
    const bytes = new TextEncoder().encode(`film ${recipe.prompt} ${recipe.seed}`);
    const file = { type: 'video/mp4', bytes };
    return ok({ media: file, poster: { ...file, type: 'image/webp' }, filmstrip: { ...file, frames: 8 } });
  },
  dispose() {},
};

const newId = () => JobId.parse(crypto.randomUUID());
const request = (prompt: string) =>
  GenerationRequest.parse({
    ...{ mode: 't2v', prompt, seed: 1, width: 16, height: 16, frames: 5, frameRate: 8, steps: 6, guidance: 3 },
  });

const open: JobQueue[] = [];
function newQueue(storage: StudioStorage, engine = new FakeEngine(), scope: string = crypto.randomUUID()) {
  const queue = new JobQueue({ storage, engine, film, scope });
  const events: QueueEvent[] = [];
  queue.subscribe((event) => events.push(event));
  open.push(queue);
  const jobs = () => events.findLast((event) => event.kind === 'jobs')!.jobs;
  return { queue, events, jobs, engine, scope };
}
afterEach(async () => {
  await Promise.all(open.splice(0).map((queue) => queue.dispose()));
});

describe('the job queue', () => {
  it('works off jobs in order and publishes each take under the id of its job', async () => {
    const storage = openMemoryStorage();
    const { queue, events, jobs } = newQueue(storage);
    const ids = [newId(), newId(), newId()];
    for (const [i, id] of ids.entries()) await queue.submit(id, request(`clip ${i}`));
    await vi.waitFor(async () => expect(await storage.takes.all()).toHaveLength(3));
    expect(events.flatMap((event) => (event.kind === 'published' ? [event.id] : []))).toEqual(ids);
    const takes = await storage.takes.all();
    expect(takes.map((take) => take.id).sort()).toEqual([...ids].sort());
    for (const take of takes) expect(await storage.blobs.has(take.media.sha256)).toBe(true);
    await vi.waitFor(() => expect(jobs().map(({ job }) => job.state)).toEqual(['done', 'done', 'done']));
  });

  it('takes one id once, before and after it is done', async () => {
    const storage = openMemoryStorage();
    const { queue, engine } = newQueue(storage);
    const id = newId();
    await queue.submit(id, request('once'));
    await queue.submit(id, request('once'));
    await vi.waitFor(async () => expect(await storage.takes.all()).toHaveLength(1));
    await queue.submit(id, request('once'));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(engine.runs).toBe(1);
  });

  it('cancels a waiting and a running job; both can be sent again', async () => {
    const storage = openMemoryStorage();
    const { queue, jobs } = newQueue(storage, new FakeEngine(30));
    const [running, waiting] = [newId(), newId()];
    await queue.submit(running, request('running'));
    await queue.submit(waiting, request('waiting'));
    await vi.waitFor(() => expect(jobs()[0]!.job.state).toBe('running'));
    await queue.cancel(waiting);
    expect(jobs().map(({ job }) => job.state)).toEqual(['running', 'cancelled']);
    await queue.cancel(running);
    await vi.waitFor(() => expect(jobs().map(({ job }) => job.state)).toEqual(['cancelled', 'cancelled']));
    await queue.retry(waiting);
    await vi.waitFor(async () => expect(await storage.takes.all()).toHaveLength(1));
    await queue.dismiss(running, waiting);
    expect(jobs()).toEqual([]);
  });

  it('shows a failed job with its fault and goes on with the next', async () => {
    const storage = openMemoryStorage();
    const engine = new FakeEngine();
    engine.nextFault = { reason: 'device-lost', facts: {} };
    const { queue, jobs } = newQueue(storage, engine);
    const failing = newId();
    await queue.submit(failing, request('fails'));
    await queue.submit(newId(), request('works'));
    await vi.waitFor(async () => expect(await storage.takes.all()).toHaveLength(1));
    const failed = jobs().flatMap(({ id, job }) => (job.state === 'failed' ? [[id, job.fault.reason]] : []));
    expect(failed).toEqual([[failing, 'device-lost']]);
    await queue.retry(failing);
    await vi.waitFor(async () => expect(await storage.takes.all()).toHaveLength(2));
  });

  it('takes back a dismissal', async () => {
    const storage = openMemoryStorage();
    const { queue, jobs } = newQueue(storage);
    const failed = someJob('failed');
    await storage.jobs.add(failed);
    await vi.waitFor(async () => {
      await queue.dismiss(failed.id);
      expect(await storage.jobs.all()).toEqual([]);
    });
    await queue.restore(failed);
    expect(await storage.jobs.all()).toEqual([failed]);
    await vi.waitFor(() => expect(jobs()).toEqual([failed]));
  });

  it('finds a job that a closed tab left in the middle, and can send it again', async () => {
    const storage = openMemoryStorage();
    const left = [someJob('running', 1), someJob('publishing', 2)];
    for (const record of left) await storage.jobs.add(record);
    const { queue, jobs } = newQueue(storage);
    await vi.waitFor(() =>
      expect(jobs().map(({ job }) => job.state === 'failed' && job.fault.reason)).toEqual(['interrupted', 'interrupted']),
    );
    for (const { id } of left) await queue.retry(id);
    await vi.waitFor(async () => expect(await storage.takes.all()).toHaveLength(2));
  });

  it('has one leader: a second tab sees, steers, and takes over', async () => {
    const storage = openMemoryStorage();
    const one = newQueue(storage, new FakeEngine(20));
    await vi.waitFor(async () => expect((await navigator.locks.query()).held!.some((lock) => lock.name === one.scope)).toBe(true));
    const two = newQueue(storage, new FakeEngine(20), one.scope);
    const [first, second] = [newId(), newId()];
    await two.queue.submit(first, request('first'));
    await two.queue.submit(second, request('second'));
    await vi.waitFor(() => expect(two.events.some((event) => event.kind === 'preview')).toBe(true));
    await two.queue.cancel(second);
    await vi.waitFor(() => expect(two.jobs().map(({ job }) => job.state)).toEqual(['running', 'cancelled']));
    expect(two.engine.runs).toBe(0);
    await one.queue.dispose();
    await vi.waitFor(() => {
      const job = two.jobs().find(({ id }) => id === first)!.job;
      expect(job.state === 'failed' && job.fault.reason).toBe('interrupted');
    });
    await two.queue.retry(first);
    await vi.waitFor(async () => expect(await storage.takes.all()).toHaveLength(1));
    expect(two.engine.runs).toBe(1);
  });

  it('offers a clip that does not fit on the disk, and says so', async () => {
    const storage = openMemoryStorage();
    vi.spyOn(storage.blobs, 'put').mockRejectedValue(new FaultError('no-room-on-disk', { needed: 9 }));
    const { queue, events, jobs } = newQueue(storage);
    await queue.submit(newId(), request('too much'));
    await vi.waitFor(() => expect(jobs()[0]!.job.state).toBe('failed'));
    const unkept = events.find((event) => event.kind === 'unkept');
    expect(unkept?.fault.reason).toBe('no-room-on-disk');
    expect(await unkept?.media.text()).toBe('film too much 1');
    expect(await storage.takes.all()).toEqual([]);
  });

  it('keeps pictures by hash and hands them to the engine as they were', async () => {
    const storage = openMemoryStorage();
    const engine = new FakeEngine();
    const run = vi.spyOn(engine, 'run');
    const { queue } = newQueue(storage, engine);
    const first = { width: 2, height: 1, rgb: new Uint8Array([1, 2, 3, 4, 5, 6]), sha256: Sha256.parse('e'.repeat(64)) };
    const crops = { first: { x: 0.25, y: 1 } };
    await queue.submit(newId(), { ...request('moves'), mode: 'ti2v', first }, { crops });
    await vi.waitFor(async () => expect(await storage.takes.all()).toHaveLength(1));
    expect(run.mock.calls[0]![0].first).toEqual(first);
    expect((await storage.takes.all())[0]!.crops).toEqual(crops);
  });
});
