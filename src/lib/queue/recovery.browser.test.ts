import { afterEach, describe, expect, it, vi } from 'vitest';
import { FaultError } from '#core/schema/fault.ts';
import type { JobId } from '#core/schema/ids.ts';
import type { FilmMaker } from '#lib/engine/film.ts';
import { openDiskStorage } from '#lib/storage/open-storage.ts';
import { openMemoryStorage } from '#lib/storage/memory.ts';
import { FakeEngine } from '../../../tests/contract/fake-engine.ts';
import { FakeLane } from '../../../tests/contract/fake-lane.ts';
import { someJob } from '../../../tests/contract/samples.ts';
import { closeQueues, newId, newQueue, request, wordFilm } from '../../../tests/contract/test-queue.ts';
import TabWorker from '../../../tests/contract/queue-tab.worker.ts?worker';

afterEach(closeQueues);
const fault = (reason: 'device-lost' | 'out-of-memory' | 'option-invalid') => ({ reason, facts: {} });
const later = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** A tab of its own, with the same store, whose engine never ends its first job; killed without a word. */
async function tabAtWork(name: string, prompts: readonly string[]) {
  const tab = new TabWorker({ name: JSON.stringify({ name, prompts }) });
  await new Promise<void>((resolve) => tab.addEventListener('message', ({ data }) => data === 'working' && resolve()));
  return tab;
}

describe('a leader that dies', () => {
  it('is followed within five seconds, and its job is begun again, once', async () => {
    const name = `queue-${crypto.randomUUID()}`;
    const tab = await tabAtWork(name, ['interrupted', 'next']);
    const storage = await openDiskStorage(name);
    const { queue, jobs, published, engine } = newQueue(storage, undefined, name);
    await vi.waitFor(() => expect(jobs().map(({ job }) => job.state)).toEqual(['running', 'queued']));
    const [first, second] = jobs().map(({ id }) => id);
    expect(engine.runs).toBe(0);

    const died = performance.now();
    tab.terminate();
    await vi.waitFor(() => expect(engine.runs).toBeGreaterThan(0), { timeout: 5_000 });
    expect(performance.now() - died).toBeLessThan(5_000);
    await vi.waitFor(() => expect(published()).toEqual([first, second]), { timeout: 5_000 });
    expect(engine.runs).toBe(2);
    expect(jobs().find(({ id }) => id === first)!.log.map(({ outcome }) => outcome)).toEqual(['crashed', 'done']);
    await queue.dispose();
    storage.close();
  });

  it('loses no command that another tab gives while nobody leads', async () => {
    const name = `queue-${crypto.randomUUID()}`;
    const tab = await tabAtWork(name, ['cancelled while dead', 'next']);
    const storage = await openDiskStorage(name);
    // This lock is asked for before the queue's, so nobody takes over until it is let go.
    let letGo = () => {};
    void navigator.locks.request(name, () => new Promise<void>((resolve) => (letGo = resolve)));
    const { queue, jobs, job, published } = newQueue(storage, undefined, name);
    await vi.waitFor(() => expect(jobs()).toHaveLength(2));
    const [first, second] = jobs().map(({ id }) => id) as [JobId, JobId];
    tab.terminate();
    const third = newId();
    await queue.submit(third, request('sent while dead'));
    await queue.moveTo(third, { before: second });
    await queue.cancel(first);
    expect(job(first).job.state).toBe('cancelled');
    letGo();
    await vi.waitFor(() => expect(published()).toEqual([third, second]), { timeout: 5_000 });
    expect(job(first).job.state).toBe('cancelled');
    await queue.dispose();
    storage.close();
  });

  it('leaves jobs that are begun again, and after the second time wait for a person', async () => {
    const storage = openMemoryStorage();
    const once = someJob('running');
    const twice = someJob('publishing');
    await storage.jobs.add(once, { ...twice, job: { ...twice.job, crashes: 1 } });
    const { queue, job, published } = newQueue(storage);
    await vi.waitFor(() => expect(published()).toEqual([once.id]));
    expect(job(twice.id).job).toMatchObject({ state: 'waiting', waitsFor: ['person'] });
    await queue.resume(twice.id);
    await vi.waitFor(() => expect(published()).toEqual([once.id, twice.id]));
  });
});

describe('a page that goes away', () => {
  it('gives its job back, and is not blamed for it', async () => {
    const storage = openMemoryStorage();
    const scope = crypto.randomUUID();
    const one = newQueue(storage, new FakeEngine(20), scope);
    const id = newId();
    await one.queue.submit(id, request('in the middle'));
    await vi.waitFor(() => expect(one.engine.runs).toBe(1));
    // As if the store took nothing in the page's last moment: only the word that was left counts.
    const change = vi.spyOn(storage.jobs, 'change').mockRejectedValue(new FaultError('no-room-on-disk'));
    dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
    await one.queue.dispose();
    change.mockRestore();
    expect((await storage.jobs.get(id))!.job.state).toBe('running');
    const two = newQueue(storage, new FakeEngine(), scope);
    await vi.waitFor(() => expect(two.published()).toEqual([id]));
    expect(two.job(id)).toMatchObject({ job: { crashes: 0 }, log: [{ outcome: 'left' }, { outcome: 'done' }] });
  });

  it('is not blamed either when it is shut out of the store in the middle', async () => {
    const storage = openMemoryStorage();
    const scope = crypto.randomUUID();
    const one = newQueue(storage, new FakeEngine(20), scope);
    const id = newId();
    await one.queue.submit(id, request('shut out'));
    await vi.waitFor(() => expect(one.engine.runs).toBe(1));
    const change = vi.spyOn(storage.jobs, 'change').mockRejectedValue(new FaultError('newer-version-open'));
    await one.queue.dispose();
    change.mockRestore();
    const two = newQueue(storage, new FakeEngine(), scope);
    await vi.waitFor(() => expect(two.published()).toEqual([id]));
    expect(two.job(id)).toMatchObject({ job: { crashes: 0 }, log: [{ outcome: 'left' }, { outcome: 'done' }] });
  });

  it('works on when it comes back', async () => {
    const { queue, published, engine } = newQueue(openMemoryStorage(), new FakeEngine(10));
    const id = newId();
    await queue.submit(id, request('put aside'));
    await vi.waitFor(() => expect(engine.runs).toBe(1));
    dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
    await later(200);
    expect(published()).toEqual([]);
    dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    await vi.waitFor(() => expect(published()).toEqual([id]));
  });
});

describe('an attempt that goes wrong', () => {
  it('is tried again after a pause when the fault may pass, three times in all', async () => {
    const { queue, job, engine, published } = newQueue(openMemoryStorage(), undefined, undefined, { random: () => 0.1 });
    const [lucky, unlucky] = [newId(), newId()];
    engine.nextFault = fault('device-lost');
    engine.laterFaults.push(fault('device-lost'));
    await queue.submit(lucky, request('lucky'));
    await vi.waitFor(() => expect(published()).toEqual([lucky]), { timeout: 5_000 });
    const { log } = job(lucky);
    expect(log.map(({ outcome }) => outcome)).toEqual(['fault', 'fault', 'done']);
    expect(log[1]!.startedAt - log[0]!.endedAt!).toBeGreaterThanOrEqual(100);
    expect(log[2]!.startedAt - log[1]!.endedAt!).toBeGreaterThanOrEqual(200);

    engine.nextFault = fault('device-lost');
    engine.laterFaults.push(fault('device-lost'), fault('device-lost'), fault('device-lost'));
    await queue.submit(unlucky, request('unlucky'));
    await vi.waitFor(() => expect(job(unlucky).job.state).toBe('failed'), { timeout: 5_000 });
    expect(job(unlucky).log).toHaveLength(3);
  });

  it('lets others go first while it pauses', async () => {
    const { queue, engine, published } = newQueue(openMemoryStorage(), undefined, undefined, { random: () => 0.5 });
    const [pausing, other] = [newId(), newId()];
    engine.nextFault = fault('device-lost');
    await queue.submit(pausing, request('pausing'));
    await queue.submit(other, request('other'));
    await vi.waitFor(() => expect(published()).toEqual([other, pausing]), { timeout: 5_000 });
  });

  it('is not tried again when it would fail again', async () => {
    const { queue, job, engine } = newQueue(openMemoryStorage());
    const id = newId();
    engine.nextFault = fault('option-invalid');
    await queue.submit(id, request('wrong'));
    await vi.waitFor(() => expect(job(id).job.state).toBe('failed'));
    expect(engine.runs).toBe(1);
  });

  it('goes down the steps in memory, and the take says so', async () => {
    const storage = openMemoryStorage();
    const { queue, job, engine, published } = newQueue(storage);
    const id = newId();
    engine.nextFault = fault('out-of-memory');
    engine.laterFaults.push(fault('out-of-memory'));
    const rgb = new Uint8Array(64 * 48 * 3).fill(120);
    const first = { width: 64, height: 48, rgb, sha256: (await storage.blobs.put(new Uint8Array(1))) };
    await queue.submit(id, request('too big', { mode: 'ti2v', width: 64, height: 48, first }));
    await vi.waitFor(() => expect(published()).toEqual([id]));
    expect(engine.asked.map(({ tiling, request: { width, height } }) => [tiling, width, height])).toEqual([
      [false, 64, 48],
      [true, 64, 48],
      [true, 48, 32],
    ]);
    const given = engine.asked[2]!.request.first!;
    expect([given.width, given.height, given.rgb.length, given.rgb[0]]).toEqual([48, 32, 48 * 32 * 3, 120]);
    expect(job(id).log.map(({ stepDown }) => stepDown)).toEqual(['tiling', 'size', undefined]);
    expect((await storage.takes.all())[0]!.adjustments).toEqual([
      { what: 'tiling', asked: 0, used: 1, because: 'memory' },
      { what: 'width', asked: 64, used: 48, because: 'memory' },
      { what: 'height', asked: 48, used: 32, because: 'memory' },
    ]);
  });

  it('fails when there is no step left', async () => {
    const { queue, job, engine } = newQueue(openMemoryStorage());
    const id = newId();
    engine.nextFault = fault('out-of-memory');
    engine.laterFaults.push(fault('out-of-memory'));
    await queue.submit(id, request('smallest already'));
    await vi.waitFor(() => expect(job(id).job).toMatchObject({ state: 'failed', fault: { reason: 'out-of-memory' } }));
    expect(engine.runs).toBe(2);
  });

  it('is stopped when nothing moves, though the engine does not obey', async () => {
    const engine = new FakeEngine();
    engine.hangs = true;
    const { queue, job, published } = newQueue(openMemoryStorage(), engine, undefined, { stillMs: 150 });
    const id = newId();
    await queue.submit(id, request('stands still'));
    await vi.waitFor(() => expect(job(id).log[0]?.outcome).toBe('fault'), { timeout: 5_000 });
    expect(job(id).log[0]!.fault!.reason).toBe('timed-out');
    engine.hangs = false;
    await vi.waitFor(() => expect(published()).toEqual([id]), { timeout: 5_000 });
  });

  it('leaves alone what is slow but moves', async () => {
    const { queue, published, engine } = newQueue(openMemoryStorage(), new FakeEngine(60), undefined, { stillMs: 150 });
    await queue.submit(newId(), request('slow'));
    await vi.waitFor(() => expect(published()).toHaveLength(1), { timeout: 5_000 });
    expect(engine.runs).toBe(1);
  });

  it('publishes nothing after it was cancelled, though the engine finishes', async () => {
    const storage = openMemoryStorage();
    let finish = () => {};
    const film: FilmMaker = {
      ...wordFilm,
      make: (result) => new Promise((resolve) => (finish = () => resolve(wordFilm.make(result)))),
    };
    const { queue, job } = newQueue(storage, undefined, undefined, { film });
    const id = newId();
    await queue.submit(id, request('too late'));
    await vi.waitFor(() => expect(job(id).job.state).toBe('running'));
    await later(200);
    await queue.cancel(id);
    finish();
    await later(100);
    expect(await storage.takes.all()).toEqual([]);
    expect(job(id).job.state).toBe('cancelled');
  });
});

describe('a lane that is away', () => {
  it('keeps its jobs waiting, says for what, and takes them in order, once, when it is back', async () => {
    const lane = new FakeLane(new FakeEngine(), 'network');
    const { queue, jobs, published, engine } = newQueue(openMemoryStorage(), undefined, undefined, { lane });
    const ids = [newId(), newId(), newId()];
    for (const id of ids) await queue.submit(id, request('away'));
    await vi.waitFor(() => expect(jobs().map(({ job }) => job.state === 'waiting' && job.waitsFor)).toEqual([['network'], ['network'], ['network']]), {
      timeout: 5_000,
    });
    expect(engine.runs).toBe(0);
    lane.awaits = undefined;
    await vi.waitFor(() => expect(published()).toEqual(ids));
    expect(engine.runs).toBe(3);
  });

  it('is asked to come back where there is work for it, on reconnect and on focus', async () => {
    const lane = new FakeLane(new FakeEngine(), 'model');
    const { queue } = newQueue(openMemoryStorage(), undefined, undefined, { lane });
    dispatchEvent(new Event('online'));
    await later(100);
    expect(lane.looks).toBe(0);
    await queue.submit(newId(), request('away'));
    await vi.waitFor(() => expect(lane.looks).toBe(1));
    dispatchEvent(new Event('online'));
    await vi.waitFor(() => expect(lane.looks).toBe(2));
    dispatchEvent(new Event('focus'));
    await vi.waitFor(() => expect(lane.looks).toBe(3));
  });

  it('is not worth a word when it is back at once', async () => {
    const lane = new FakeLane(new FakeEngine(), 'model');
    const { queue, events, published } = newQueue(openMemoryStorage(), undefined, undefined, { lane });
    await queue.submit(newId(), request('hardly away'));
    await later(100);
    lane.awaits = undefined;
    await vi.waitFor(() => expect(published()).toHaveLength(1));
    const states = events.flatMap((event) => (event.kind === 'jobs' ? event.jobs.map(({ job }) => job.state) : []));
    expect(states).not.toContain('waiting');
  });

  it('is the accelerator where none is paired', async () => {
    const { queue, job } = newQueue(openMemoryStorage());
    const id = newId();
    await queue.submit(id, request('far away'), { lane: 'remote' });
    await vi.waitFor(() => expect(job(id).job).toMatchObject({ state: 'waiting', waitsFor: ['accelerator'] }));
  });
});

describe('a full disk', () => {
  it('ends a job in this tab at least, and in the store when there is room again', async () => {
    const storage = openMemoryStorage();
    const { queue, job, engine } = newQueue(storage, new FakeEngine(20));
    const id = newId();
    engine.nextFault = fault('option-invalid');
    await queue.submit(id, request('no room'));
    await vi.waitFor(() => expect(engine.runs).toBe(1));
    const change = vi.spyOn(storage.jobs, 'change').mockRejectedValue(new FaultError('no-room-on-disk'));
    await vi.waitFor(() => expect(job(id).job.state).toBe('failed'));
    expect((await storage.jobs.get(id))!.job.state).toBe('running');
    change.mockRestore();
    dispatchEvent(new Event('focus'));
    await vi.waitFor(async () => expect((await storage.jobs.get(id))!.job.state).toBe('failed'));
  });

  it('says when nothing can be begun', async () => {
    const storage = openMemoryStorage();
    const { queue, events, published } = newQueue(storage);
    const change = vi.spyOn(storage.jobs, 'change').mockRejectedValue(new FaultError('no-room-on-disk'));
    await queue.submit(newId(), request('stuck'));
    await vi.waitFor(() => expect(events).toContainEqual({ kind: 'stuck', fault: { reason: 'no-room-on-disk', facts: {} } }));
    change.mockRestore();
    dispatchEvent(new Event('focus'));
    await vi.waitFor(() => expect(published()).toHaveLength(1));
  });
});
