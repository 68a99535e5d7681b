import { afterEach, describe, expect, it, vi } from 'vitest';
import { JobResult } from '#core/schema/accelerator/remote-job.ts';
import { type JobId, Sha256 } from '#core/schema/ids.ts';
import { RemoteEngine } from '#lib/engine/remote/remote-engine.ts';
import { RemoteLane } from '#lib/engine/remote/remote-lane.ts';
import { sha256 } from '#lib/storage/digest.ts';
import { openMemoryStorage } from '#lib/storage/memory.ts';
import type { StudioStorage } from '#lib/storage/ports.ts';
import { FakeLink } from '../../../tests/contract/fake-link.ts';
import { someTake } from '../../../tests/contract/samples.ts';
import { newId, request, wordFilm } from '../../../tests/contract/test-queue.ts';
import type { QueueEvent } from './events.ts';
import { JobQueue } from './job-queue.ts';
import { settleRemote } from './settle-remote.ts';

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

/** The queue of a tab that is paired with an accelerator. */
function tab(storage: StudioStorage, link: FakeLink, scope: string) {
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
  const job = (id: JobId) => events.findLast((event) => event.kind === 'jobs')!.jobs.find((record) => record.id === id)!.job;
  const send = (id: JobId, prompt = 'there') => queue.submit(id, request(prompt), { lane: 'remote' });
  return { queue, send, job, close };
}

/** A film that is kept as it came. */
const keep: typeof wordFilm.make = async (result) => {
  const made = await wordFilm.make(result);
  if (!made.ok || !('file' in result)) throw new Error('the lane brings a file');
  const media = { type: result.file.type, bytes: new Uint8Array(await result.file.arrayBuffer()) };
  return { ok: true, value: { ...made.value, media } };
};

async function made(words: string): Promise<{ file: Blob; result: JobResult }> {
  const file = new Blob([words], { type: 'video/mp4' });
  const media = Sha256.parse(await sha256(new Uint8Array(await file.arrayBuffer())));
  const { recipe } = someTake();
  return { file, result: JobResult.parse({ media, type: file.type, bytes: file.size, recipe, timings: {}, adjustments: [], energy: 1.5 }) };
}

const until = (check: () => void) => vi.waitFor(check, { timeout: 20_000 });

describe('jobs for the accelerator', () => {
  it('wait while it is away, and go out in order and once when it is back', async () => {
    const [storage, link] = [openMemoryStorage(), new FakeLink()];
    link.go('away');
    const { send, job } = tab(storage, link, crypto.randomUUID());
    const ids = [newId(), newId(), newId()] as const;
    for (const id of ids) await send(id);
    await until(() => expect(job(ids[2])).toMatchObject({ state: 'waiting', waitsFor: ['accelerator'] }));
    expect(link.submitted).toEqual([]);

    link.go('here');
    for (const [i, id] of ids.entries()) {
      await until(() => expect(link.submitted.at(-1)).toBe(id));
      const { file, result } = await made(`film ${i}`);
      link.finish(id, file, result);
      await until(() => expect(job(id).state).toBe('done'));
    }
    expect(link.submitted).toEqual(ids);
  });

  it('have their file kept as it came, and only then is it said to be collected', async () => {
    const [storage, link] = [openMemoryStorage(), new FakeLink()];
    const { send } = tab(storage, link, crypto.randomUUID());
    const id = newId();
    await send(id);
    await until(() => expect(link.submitted).toEqual([id]));
    const { file, result } = await made('film');
    const heard: boolean[] = [];
    link.onCollected = async () => heard.push((await storage.takes.all()).length === 1);
    link.finish(id, file, result);
    await until(() => expect(heard.length).toBeGreaterThan(0));
    expect(heard).not.toContain(false);
    const [take] = await storage.takes.all();
    expect(take).toMatchObject({ media: { sha256: result.media, type: 'video/mp4' }, energy: 1.5, recipe: result.recipe });
  });

  it('are followed again after a reload, not begun anew and not cancelled', async () => {
    const [storage, link, scope] = [openMemoryStorage(), new FakeLink(), crypto.randomUUID()];
    const before = tab(storage, link, scope);
    const id = newId();
    await before.send(id);
    await until(() => expect(link.jobs.size).toBe(1));
    link.begin(id);
    await before.close();
    expect(link.cancelled).toEqual([]);

    const after = tab(storage, link, scope);
    await until(() => expect(link.submitted).toEqual([id, id]));
    expect(link.jobs.get(id)!.job.attempts).toBe(1);
    const { file, result } = await made('film');
    link.finish(id, file, result);
    await until(() => expect(after.job(id).state).toBe('done'));
    expect(await storage.takes.all()).toHaveLength(1);
  });

  it('do not spend their attempts on a line that breaks', async () => {
    const [storage, link] = [openMemoryStorage(), new FakeLink()];
    const { send, job } = tab(storage, link, crypto.randomUUID());
    const id = newId();
    await send(id);
    for (let broken = 1; broken <= 4; broken += 1) {
      await until(() => expect(link.submitted.length).toBe(broken));
      link.go('away');
      await until(() => expect(job(id)).toMatchObject({ state: 'waiting', waitsFor: ['accelerator'] }));
      link.go('here');
    }
    expect(job(id).attempts).toBeLessThanOrEqual(1);
  });

  it('are cancelled there when it is back, where they were cancelled here meanwhile', async () => {
    const [storage, link] = [openMemoryStorage(), new FakeLink()];
    const { queue, send, job } = tab(storage, link, crypto.randomUUID());
    const id = newId();
    await send(id);
    await until(() => expect(link.jobs.size).toBe(1));
    link.go('away');
    await until(() => expect(job(id).state).toBe('waiting'));
    await queue.cancel(id);
    link.go('here');
    await until(() => expect(link.jobs.get(id)!.job.state).toBe('cancelled'));
  });
});
