import { afterEach, describe, expect, it, vi } from 'vitest';
import { type JobId, TakeId } from '#core/schema/ids.ts';
import { RemoteEngine } from '#lib/engine/remote/remote-engine.ts';
import { RemoteLane } from '#lib/engine/remote/remote-lane.ts';
import { openMemoryStorage } from '#lib/storage/memory.ts';
import type { StudioStorage } from '#lib/storage/ports.ts';
import { FakeEngine } from '../../../tests/contract/fake-engine.ts';
import { FakeLane } from '../../../tests/contract/fake-lane.ts';
import { FakeLink } from '../../../tests/contract/fake-link.ts';
import { pictureFilm } from '../../../tests/contract/picture-film.ts';
import { closeQueues, newId, newQueue, request } from '../../../tests/contract/test-queue.ts';
import { askedOf } from '../../../tests/fixtures/of-a-clip.ts';
import { JobQueue } from './job-queue.ts';

afterEach(closeQueues);

const MODEL = { id: 'fake', version: '1' };

const still = (seed: number) => request('a still', { mode: 't2i', frames: 1, seed });
const between = (seed = 1) => request('a clip', { mode: 'flf2v', seed });

function tab(storage: StudioStorage, engine = new FakeEngine(), scope?: string) {
  return newQueue(storage, engine, scope, { film: pictureFilm });
}

/** Two keyframes and the clip between them, in one action. */
async function sendClip(queue: ReturnType<typeof tab>['queue'], lane: 'browser' | 'remote' = 'browser') {
  const [first, last, clip] = [newId(), newId(), newId()] as const;
  await queue.submitAll([
    { id: first, request: still(3) },
    { id: last, request: still(9) },
    { id: clip, request: between(), origin: { lane, picturesFrom: { first, last } } },
  ]);
  return { first, last, clip };
}

const isMade = (storage: StudioStorage, id: JobId) => vi.waitFor(async () => expect(await storage.takes.get(TakeId.parse(id))).toBeDefined());

describe('a clip that waits for its keyframes', () => {
  it('starts and ends on what they became, and its job keeps these pictures', async () => {
    const storage = openMemoryStorage();
    const { queue, engine, job } = tab(storage);
    const { first, last, clip } = await sendClip(queue);
    expect(job(clip).dependsOn).toEqual([first, last]);
    await isMade(storage, clip);
    const [drawnFirst, drawnLast] = [await storage.takes.get(TakeId.parse(first)), await storage.takes.get(TakeId.parse(last))];
    const asked = engine.asked.at(-1)!.request;
    expect([asked.first?.sha256, asked.last?.sha256]).toEqual([drawnFirst!.media.sha256, drawnLast!.media.sha256]);
    expect([asked.first?.rgb[0], asked.last?.rgb[0]]).toEqual([60, 180]);
    const kept = (await storage.jobs.get(clip))!.request;
    expect(await storage.blobs.has(kept.first!.rgb)).toBe(true);
    expect(kept.last?.sha256).toBe(drawnLast!.media.sha256);
  });

  it('goes on in another tab when its own died between them', async () => {
    const storage = openMemoryStorage();
    const one = tab(storage, new FakeEngine(20));
    const { first, clip } = await sendClip(one.queue);
    await isMade(storage, first);
    await one.queue.dispose();
    expect((await storage.jobs.get(clip))!.job.state).toBe('waiting');
    tab(storage, new FakeEngine(), one.scope);
    await isMade(storage, clip);
  });

  it('is stranded by a keyframe that failed, alone, and is made with it when it is tried again', async () => {
    const storage = openMemoryStorage();
    const engine = new FakeEngine();
    engine.nextFault = { reason: 'model-graph-invalid', facts: {} };
    const { queue, job } = tab(storage, engine);
    const broken = await sendClip(queue);
    const whole = await sendClip(queue);
    await isMade(storage, whole.clip);
    expect(job(broken.clip).job).toMatchObject({ state: 'failed', fault: { reason: 'dependency-failed' } });
    await queue.retry(broken.clip);
    await isMade(storage, broken.clip);
  });

  it('says so where the keyframe was deleted for good before it began', async () => {
    const storage = openMemoryStorage();
    const { queue, job } = tab(storage);
    const { first, clip } = await sendClip(queue);
    await isMade(storage, first);
    const take = (await storage.takes.get(TakeId.parse(first)))!;
    await storage.blobs.delete(take.media.sha256);
    await vi.waitFor(() => expect(job(clip).job).toMatchObject({ state: 'failed', fault: { reason: 'picture-missing' } }));
  });

  it('takes the pictures with it to the accelerator', async () => {
    const [storage, link] = [openMemoryStorage(), new FakeLink()];
    const { queue, scope } = tab(storage);
    const { first, clip } = await sendClip(queue, 'remote');
    await isMade(storage, first);
    await queue.dispose();
    const lanes = { browser: new FakeLane(), remote: new RemoteLane(link, new RemoteEngine(link, 50)) };
    const both = new JobQueue({ storage, lanes, film: pictureFilm, scope, random: () => 0 });
    await vi.waitFor(() => expect(link.submitted).toContain(clip));
    const request = askedOf(link.jobs.get(clip)!.order);
    expect(request.first?.sha256).toBe((await storage.takes.get(TakeId.parse(first)))!.media.sha256);
    expect(await storage.blobs.has(request.last!.rgb)).toBe(true);
    await both.dispose();
  });
});

describe('a job that may be answered by what is there', () => {
  const send = async (queue: ReturnType<typeof tab>['queue'], seed: number, reuse = MODEL) => {
    const id = newId();
    await queue.submit(id, still(seed), { reuse });
    return id;
  };

  it('is, where the same was asked of the same model before', async () => {
    const storage = openMemoryStorage();
    const { queue, engine } = tab(storage);
    const first = await send(queue, 5);
    await isMade(storage, first);
    const again = await send(queue, 5);
    await isMade(storage, again);
    expect(engine.runs).toBe(1);
    const [made, answered] = [await storage.takes.get(TakeId.parse(first)), await storage.takes.get(TakeId.parse(again))];
    expect(answered).toMatchObject({ media: made!.media, recipeHash: made!.recipeHash, timings: {} });
  });

  it('is made where anything differs, where its bytes are gone, and where it was not asked so', async () => {
    const storage = openMemoryStorage();
    const { queue, engine } = tab(storage);
    await isMade(storage, await send(queue, 5));
    await isMade(storage, await send(queue, 6));
    await isMade(storage, await send(queue, 5, { ...MODEL, version: '2' }));
    const plain = newId();
    await queue.submit(plain, still(5));
    await isMade(storage, plain);
    expect(engine.runs).toBe(4);
    for (const { media } of await storage.takes.all()) await storage.blobs.delete(media.sha256);
    await isMade(storage, await send(queue, 6));
    expect(engine.runs).toBe(5);
  });
});
