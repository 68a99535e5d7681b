import { afterEach, describe, expect, it, vi } from 'vitest';
import { FaultError } from '#core/schema/fault.ts';
import { Sha256 } from '#core/schema/ids.ts';
import { openMemoryStorage } from '#lib/storage/memory.ts';
import { FakeEngine } from '../../../tests/contract/fake-engine.ts';
import { FakeLane } from '../../../tests/contract/fake-lane.ts';
import { closeQueues, newId, newQueue, request } from '../../../tests/contract/test-queue.ts';
import { someHash, someJob } from '../../../tests/contract/samples.ts';

afterEach(closeQueues);

describe('the job queue', () => {
  it('works off jobs in order and publishes each take under the id of its job', async () => {
    const storage = openMemoryStorage();
    const { queue, published, jobs } = newQueue(storage);
    const ids = [newId(), newId(), newId()];
    for (const [i, id] of ids.entries()) await queue.submit(id, request(`clip ${i}`));
    await vi.waitFor(async () => expect(await storage.takes.all()).toHaveLength(3));
    await vi.waitFor(() => expect(published()).toEqual(ids));
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
    await queue.dismiss(id);
    await queue.submit(id, request('once'));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(engine.runs).toBe(1);
    expect(await storage.jobs.all()).toEqual([]);
  });

  it('shows new jobs once they are kept, though the store is still being read as it was before', async () => {
    const storage = openMemoryStorage();
    const { queue, jobs } = newQueue(storage, new FakeEngine(30));
    await queue.hold();
    await queue.submit(newId(), request('before'));
    const read = storage.jobs.all.bind(storage.jobs);
    const [begun, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    vi.spyOn(storage.jobs, 'all').mockImplementation(async () => {
      const line = await read();
      begun.resolve();
      await goOn.promise;
      return line;
    });
    const reading = queue.hold();
    await begun.promise;
    const ids = [newId(), newId()];
    await queue.submitAll(ids.map((id) => ({ id, request: request('new'), isNew: true })));
    expect(jobs().map(({ id }) => id).slice(1)).toEqual(ids);
    expect((await read()).map(({ id }) => id).slice(1)).toEqual(ids);
    goOn.resolve();
    await reading;
    expect(jobs().map(({ id }) => id).slice(1)).toEqual(ids);
    // What the store says next holds again, also that they are gone.
    await queue.cancel(...ids);
    await queue.dismiss(...ids);
    expect(jobs()).toHaveLength(1);
  });

  it('puts a new job behind those that were there before this tab was', async () => {
    const storage = openMemoryStorage();
    const before = newQueue(storage);
    await before.queue.hold();
    const ids = [newId(), newId(), newId()];
    for (const id of ids.slice(0, 2)) await before.queue.submit(id, request('before'));
    const { queue, jobs } = newQueue(storage);
    await queue.submitAll([{ id: ids[2]!, request: request('new'), isNew: true }]);
    expect(jobs().map(({ id }) => id)).toEqual(ids);
  });

  it('cancels a waiting and a running job; both can be sent again', async () => {
    const storage = openMemoryStorage();
    const { queue, jobs, engine } = newQueue(storage, new FakeEngine(30));
    const run = vi.spyOn(engine, 'run');
    const [running, waiting] = [newId(), newId()];
    await queue.submit(running, request('running'));
    await queue.submit(waiting, request('waiting'));
    await vi.waitFor(() => expect(jobs()[0]!.job.state).toBe('running'));
    await queue.cancel(waiting);
    expect(jobs().map(({ job }) => job.state)).toEqual(['running', 'cancelled']);
    await queue.cancel(running);
    await vi.waitFor(() => expect(run.mock.calls[0]![1].signal.aborted).toBe(true), { timeout: 500 });
    await vi.waitFor(() => expect(jobs().map(({ job }) => job.state)).toEqual(['cancelled', 'cancelled']));
    await queue.retry(waiting);
    await vi.waitFor(async () => expect(await storage.takes.all()).toHaveLength(1));
    await queue.dismiss(running, waiting);
    expect(jobs()).toEqual([]);
  });

  it('shows a failed job with its fault and goes on with the next', async () => {
    const storage = openMemoryStorage();
    const engine = new FakeEngine();
    engine.nextFault = { reason: 'model-graph-invalid', facts: {} };
    const { queue, jobs } = newQueue(storage, engine);
    const failing = newId();
    await queue.submit(failing, request('fails'));
    await queue.submit(newId(), request('works'));
    await vi.waitFor(async () => expect(await storage.takes.all()).toHaveLength(1));
    const failed = jobs().flatMap(({ id, job }) => (job.state === 'failed' ? [[id, job.fault.reason]] : []));
    expect(failed).toEqual([[failing, 'model-graph-invalid']]);
    await queue.retry(failing);
    await vi.waitFor(async () => expect(await storage.takes.all()).toHaveLength(2));
  });

  it('stops a take that looks broken where that is wished, says so, and makes it to its end when it is tried again', async () => {
    const storage = openMemoryStorage();
    const engine = new FakeEngine(1);
    const { queue, job } = newQueue(storage, engine);
    // The fake engine shows one colour and nothing else.
    const [stopped, whole] = [newId(), newId()];
    await queue.submit(stopped, { ...request('grey'), steps: 12 }, { stopBroken: true });
    await queue.submit(whole, { ...request('grey'), steps: 12 });
    await vi.waitFor(() => expect([job(stopped), job(whole)].map((record) => record?.job.state)).toEqual(['failed', 'done']));
    expect(job(stopped).job).toMatchObject({ fault: { reason: 'looks-broken', facts: { why: 'flat' } } });
    expect(job(stopped).log).toMatchObject([{ outcome: 'fault', fault: { reason: 'looks-broken' } }]);
    await queue.retry(stopped);
    await vi.waitFor(() => expect(job(stopped).job.state).toBe('done'));
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
    await vi.waitFor(() => expect(two.published()).toEqual([first]));
    expect(two.job(first).log.map(({ outcome }) => outcome)).toEqual(['left', 'done']);
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

  it('keeps all jobs of one action or none of them', async () => {
    const storage = openMemoryStorage();
    const { queue } = newQueue(storage, new FakeEngine(), undefined, { lane: new FakeLane(new FakeEngine(), 'model') });
    const [first, second] = [newId(), newId()];
    vi.spyOn(storage.jobs, 'add').mockRejectedValueOnce(new FaultError('no-room-on-disk'));
    const submissions = [
      { id: first, request: request('keyframe') },
      { id: second, request: request('clip'), origin: { dependsOn: [first], priority: 'high' as const } },
    ];
    await expect(queue.submitAll(submissions)).rejects.toThrow(FaultError);
    expect(await storage.jobs.all()).toEqual([]);
    await queue.submitAll(submissions);
    expect((await storage.jobs.all()).map(({ id }) => id).sort()).toEqual([first, second].sort());
    expect(storage.jobs.add).toHaveBeenCalledTimes(2);
  });

  it('does what a person asks of many jobs to all of them or to none', async () => {
    const storage = openMemoryStorage();
    const { queue } = newQueue(storage, new FakeEngine(), undefined, { lane: new FakeLane(new FakeEngine(), 'model') });
    const jobs = Array.from({ length: 3 }, () => someJob('queued'));
    await storage.jobs.add(...jobs);
    const ids = jobs.map(({ id }) => id);
    const states = async () => new Set((await storage.jobs.all()).map(({ job }) => job.state));
    const before = await states();
    for (const ask of [() => queue.cancel(...ids), () => queue.pause(...ids), () => queue.prioritise('high', ...ids)]) {
      vi.spyOn(storage.jobs, 'changeAll').mockRejectedValueOnce(new FaultError('no-room-on-disk'));
      await expect(ask()).rejects.toThrow(FaultError);
    }
    expect(await states()).toEqual(before);
    expect((await storage.jobs.all()).every(({ priority }) => priority === 'normal')).toBe(true);
    await queue.cancel(...ids);
    expect(await states()).toEqual(new Set(['cancelled']));
  });

  it('works off what a job needs before it, whatever their priorities', async () => {
    const storage = openMemoryStorage();
    const { queue, published, job } = newQueue(storage);
    const [keyframe, clip] = [newId(), newId()];
    await queue.hold();
    await queue.submitAll([
      { id: clip, request: request('clip'), origin: { dependsOn: [keyframe], priority: 'high' } },
      { id: keyframe, request: request('keyframe'), origin: { priority: 'low' } },
    ]);
    await vi.waitFor(() => expect(job(clip).job).toMatchObject({ state: 'waiting', waitsFor: ['dependency'] }));
    await queue.release();
    await vi.waitFor(() => expect(published()).toEqual([keyframe, clip]));
  });

  it('ends a job whose need was cancelled, and sends both again together', async () => {
    const { queue, published, job } = newQueue(openMemoryStorage());
    const [keyframe, clip] = [newId(), newId()];
    await queue.hold();
    await queue.submitAll([
      { id: keyframe, request: request('keyframe') },
      { id: clip, request: request('clip'), origin: { dependsOn: [keyframe] } },
    ]);
    await queue.cancel(keyframe);
    await vi.waitFor(() => expect(job(clip).job).toMatchObject({ state: 'failed', fault: { facts: { why: 'cancelled' } } }));
    await queue.retry(clip);
    await queue.release();
    await vi.waitFor(() => expect(published()).toEqual([keyframe, clip]));
  });

  it('goes by priority and by the place that a person gives a job', async () => {
    const { queue, published } = newQueue(openMemoryStorage());
    const [a, b, c, d] = [newId(), newId(), newId(), newId()];
    await queue.hold();
    for (const id of [a, b, c, d]) await queue.submit(id, request('line'));
    await queue.moveTo(c, { before: a });
    await queue.moveTo(a, { after: b });
    await queue.prioritise('high', d);
    await queue.release();
    await vi.waitFor(() => expect(published()).toEqual([d, c, b, a]));
  });

  it('begins nothing while all is paused, also after a restart', async () => {
    const storage = openMemoryStorage();
    const before = newQueue(storage);
    await before.queue.hold();
    await before.queue.submit(newId(), request('held'));
    await before.queue.dispose();
    const after = newQueue(storage, undefined, before.scope);
    await vi.waitFor(() => expect(after.truth()).toMatchObject({ held: true, jobs: [{ job: { state: 'queued' } }] }));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(after.engine.runs).toBe(0);
    await after.queue.release();
    await vi.waitFor(() => expect(after.published()).toHaveLength(1));
    expect(after.truth().held).toBe(false);
  });

  it('puts a running job aside, and begins it again when it is resumed', async () => {
    const { queue, engine, job, published } = newQueue(openMemoryStorage(), new FakeEngine(20));
    const id = newId();
    await queue.submit(id, request('paused'));
    await vi.waitFor(() => expect(engine.runs).toBe(1));
    await queue.pause(id);
    expect(job(id).job.state).toBe('paused');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(job(id).job.state).toBe('paused');
    await queue.resume(id);
    await vi.waitFor(() => expect(published()).toEqual([id]));
    expect(job(id).log).toMatchObject([{ outcome: 'paused' }, { outcome: 'done', engine: { version: 'fake' } }]);
  });

  it('sends the same again with another seed', async () => {
    const { queue, job, published } = newQueue(openMemoryStorage());
    const id = newId();
    await queue.submit(id, request('twice'));
    await vi.waitFor(() => expect(published()).toEqual([id]));
    const copy = await queue.duplicate(id);
    await vi.waitFor(() => expect(published()).toEqual([id, copy]));
    expect(job(copy!).request).toEqual({ ...job(id).request, seed: expect.any(Number) });
    expect(job(copy!).request.seed).not.toBe(1);
    expect(await queue.duplicate(newId())).toBeUndefined();
  });

  it('lets the oldest of more than 500 done jobs go, and forgets others only when they are over', async () => {
    const storage = openMemoryStorage();
    const done = Array.from({ length: 503 }, (_, n) => {
      const record = someJob('failed', n);
      const { fault: _fault, ...job } = { ...record.job, fault: undefined };
      return { ...record, job: { ...job, state: 'done' as const, result: someHash('a') }, endedAt: n };
    });
    await storage.jobs.add(...done);
    const { queue, jobs } = newQueue(storage, undefined, undefined, { lane: new FakeLane(new FakeEngine(), 'model') });
    await vi.waitFor(() => expect(jobs()).toHaveLength(500));
    expect(jobs().some(({ endedAt }) => endedAt! < 3)).toBe(false);
    const waiting = newId();
    await queue.submit(waiting, request('still to do'));
    await queue.dismiss(...jobs().map(({ id }) => id));
    expect(jobs().map(({ id }) => id)).toEqual([waiting]);
  });
});
