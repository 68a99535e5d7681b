import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readRecipe } from '#core/film/read-recipe.ts';
import { RemoteJob } from '#core/schema/accelerator/remote-job.ts';
import { Sha256 } from '#core/schema/ids.ts';
import { CLIENT, jobId, OTHER_CLIENT, SomeDesk, someOrder } from '../../tests/fixtures/some-desk.ts';
import type { JobEvent } from './ports.ts';
import { clipOf } from '../../tests/fixtures/of-a-clip.ts';

let some: SomeDesk;
beforeEach(async () => void (some = await SomeDesk.make()));
afterEach(() => some.remove());

const stateOf = async (n: number) => (await some.desk.get(CLIENT, jobId(n)))?.job.state;
const hash = (bytes: Uint8Array) => Sha256.parse(createHash('sha256').update(bytes).digest('hex'));
const order = async () => (await some.desk.list(CLIENT)).map(({ order: { id } }) => Number.parseInt(id.slice(-4), 16));

describe('the desk', () => {
  it('makes what is ordered: a file under its hash with the recipe inside, and how it came about', async () => {
    const desk = some.open({ meter: () => () => 0.25 });
    const sent = await desk.submit(CLIENT, someOrder(1));
    expect(sent).toMatchObject({ ok: true, value: { engine: 'onnx', collected: false } });
    const done = RemoteJob.parse(await some.settled(1));
    expect(done.job.state).toBe('done');
    const { result, log } = done;
    const kept = await some.shelf.get(result!.media);
    const bytes = new Uint8Array(Buffer.concat(await kept!.read().toArray()));
    expect([hash(bytes), bytes.length, result!.type]).toEqual([result!.media, result!.bytes, 'image/png']);
    expect(await readRecipe(bytes)).toEqual(clipOf(result!).recipe);
    expect(result).toMatchObject({ energy: 0.25, recipe: { prompt: 'number 1', seed: 1 } });
    expect(Object.keys(result!.timings).sort()).toEqual(['denoise', 'encode-media']);
    expect(log).toMatchObject([{ number: 1, outcome: 'done', engine: { id: 'onnx', version: 'fake', provider: 'cpu' } }]);
  });

  it('makes a film of more than one frame', async () => {
    const desk = some.open();
    await desk.submit(CLIENT, someOrder(1, { request: { mode: 't2v', width: 32, height: 32, frames: 5 } }));
    const { result } = await some.settled(1);
    expect(result?.type).toBe('video/mp4');
    const bytes = Buffer.concat(await (await some.shelf.get(result!.media))!.read().toArray());
    expect(bytes.toString('latin1')).toContain('number 1');
  });

  it('takes one order twice as one job, also after a restart, and refuses another under its id', async () => {
    some.engine.goAway(true);
    const first = await some.open().submit(CLIENT, someOrder(1));
    expect(await some.desk.submit(CLIENT, someOrder(1))).toEqual(first);
    await some.close();
    some.open();
    expect(await some.desk.submit(CLIENT, someOrder(1))).toMatchObject({ ok: true, value: { order: { id: jobId(1) } } });
    const other = someOrder(1, { request: { prompt: 'something else' } });
    expect(await some.desk.submit(CLIENT, other)).toEqual({ ok: false, fault: { reason: 'other-order' } });
    expect(await some.desk.list(CLIENT)).toHaveLength(1);
    // Another client may happen to use the same id: it is another job.
    expect(await some.desk.submit(OTHER_CLIENT, other)).toMatchObject({ ok: true });
    expect(await some.desk.get(OTHER_CLIENT, jobId(1))).toMatchObject({ order: { request: { prompt: 'something else' } } });
  });

  it('refuses what could never be made, and keeps nothing of it', async () => {
    const desk = some.open();
    const rgb = hash(new Uint8Array(16 * 16 * 3));
    const picture = { width: 16, height: 16, sha256: rgb, rgb };
    const refusals = [
      someOrder(1, { dependsOn: [jobId(9)] }),
      someOrder(1, { dependsOn: [jobId(1)] }),
      someOrder(1, { request: { prompt: 'x'.repeat(401) } }),
      someOrder(1, { request: { frames: 1e9 } }),
      someOrder(1, { request: { mode: 'i2v', first: picture } }),
    ].map(async (bad) => desk.submit(CLIENT, bad));
    expect(await Promise.all(refusals)).toEqual([
      { ok: false, fault: { reason: 'unknown-dependency', id: jobId(9) } },
      { ok: false, fault: { reason: 'unknown-dependency', id: jobId(1) } },
      { ok: false, fault: { reason: 'fault', fault: { reason: 'prompt-too-long', facts: { length: 401, limit: 400 } } } },
      { ok: false, fault: { reason: 'fault', fault: { reason: 'option-invalid', facts: { option: 'frames', given: 1e9 } } } },
      { ok: false, fault: { reason: 'media-missing', media: [rgb] } },
    ]);
    await some.shelf.keep(new Uint8Array(16 * 16 * 3));
    const wrongSize = someOrder(1, { request: { mode: 'i2v', first: { ...picture, width: 32 } } });
    expect(await desk.submit(CLIENT, wrongSize)).toMatchObject({ fault: { fault: { reason: 'picture-unreadable' } } });
    expect(await desk.list(CLIENT)).toEqual([]);
    expect(await desk.submit(CLIENT, someOrder(1, { request: { mode: 'i2v', first: picture } }))).toMatchObject({ ok: true });
    expect((await some.settled(1)).job.state).toBe('done');
    expect(some.engine.asked[0]?.request).toMatchObject({ model: 'fake', first: { width: 16, rgb: new Uint8Array(16 * 16 * 3) } });
  });

  it('works off by priority and place, with what is needed first, and moves a job beside another', async () => {
    some.engine.goAway(true);
    const desk = some.open();
    await desk.submit(CLIENT, someOrder(1, { priority: 'low' }));
    await desk.submit(CLIENT, someOrder(2));
    await desk.submit(CLIENT, someOrder(3));
    await desk.submit(CLIENT, someOrder(4, { priority: 'high', dependsOn: [jobId(3)] }));
    expect(await order()).toEqual([4, 2, 3, 1]);
    expect(await desk.move(CLIENT, jobId(3), { before: jobId(2) })).toMatchObject({ order: { priority: 'normal' } });
    expect(await desk.move(CLIENT, jobId(1), { after: jobId(3) })).toMatchObject({ order: { priority: 'normal' } });
    expect(await order()).toEqual([4, 3, 1, 2]);
    // The order as it was sent is still the one that is known.
    expect(await desk.submit(CLIENT, someOrder(1, { priority: 'low' }))).toMatchObject({ ok: true });
    some.engine.goAway(false);
    for (const n of [1, 2, 3, 4]) await some.settled(n);
    expect(some.engine.asked.map(({ request: { seed } }) => seed)).toEqual([3, 4, 1, 2]);
  });

  it('cancels what runs and what waits, and what needs it fails until it is sent again', async () => {
    const desk = some.open();
    await desk.submit(CLIENT, someOrder(1, { request: { steps: 100 } }));
    await desk.submit(CLIENT, someOrder(2, { dependsOn: [jobId(1)] }));
    await some.settled(1, ['running']);
    expect(await desk.cancel(CLIENT, jobId(1))).toMatchObject({ job: { state: 'cancelled' }, log: [{ outcome: 'cancelled' }] });
    expect(await desk.get(CLIENT, jobId(2))).toMatchObject({ job: { state: 'failed', fault: { reason: 'dependency-failed' } } });
    expect(await desk.cancel(CLIENT, jobId(1))).toMatchObject({ job: { state: 'cancelled' } });
    expect(await desk.cancel(CLIENT, jobId(7))).toBeUndefined();
    // Sending the second again sends again what it needs.
    await desk.retry(CLIENT, jobId(2));
    expect((await some.settled(2)).job.state).toBe('done');
    expect([await stateOf(1), some.engine.runs]).toEqual(['done', 3]);
  });

  it('lets a result be collected only once it was fetched, and a job be forgotten once it is over', async () => {
    const desk = some.open();
    await desk.submit(CLIENT, someOrder(1));
    const { result } = await some.settled(1);
    expect(await desk.collected(CLIENT, jobId(1), hash(new Uint8Array(1)))).toBe(false);
    expect(await desk.collected(OTHER_CLIENT, jobId(1), result!.media)).toBe(false);
    expect(await desk.collected(CLIENT, jobId(1), result!.media)).toBe(true);
    expect(await desk.collected(CLIENT, jobId(1), result!.media)).toBe(true);
    expect(await desk.get(CLIENT, jobId(1))).toMatchObject({ collected: true });
    some.engine.goAway(true);
    await desk.submit(CLIENT, someOrder(2, { dependsOn: [jobId(1)] }));
    expect([await desk.forget(CLIENT, jobId(2)), await desk.forget(CLIENT, jobId(1)), await desk.forget(CLIENT, jobId(1))]).toEqual([false, true, false]);
    // What was done is not needed any more, also when its job is forgotten.
    some.engine.goAway(false);
    expect((await some.settled(2)).job.state).toBe('done');
  });

  it('tells what happened since an event, each job once, also after a restart; and says when it cannot', async () => {
    const desk = some.open();
    const told: JobEvent[] = [];
    desk.subscribe((event) => told.push(event));
    const before = desk.seq;
    await desk.submit(CLIENT, someOrder(1));
    const afterSubmit = desk.seq;
    await desk.submit(OTHER_CLIENT, someOrder(2));
    await some.settled(1);
    await some.settled(2, undefined, OTHER_CLIENT);
    await desk.forget(CLIENT, jobId(1));
    const seqs = told.flatMap((event) => ('seq' in event ? [event.seq] : []));
    expect(seqs).toEqual([...seqs].sort((a, b) => a - b));
    expect(new Set(seqs).size).toBe(seqs.length);
    expect(told.some(({ kind }) => kind === 'progress') && told.some(({ kind }) => kind === 'preview')).toBe(true);
    await some.close();
    const again = some.open();
    expect(again.seq).toBe(seqs.at(-1));
    expect(await again.since(CLIENT, before)).toEqual([{ kind: 'gone', seq: seqs.at(-1), client: CLIENT, id: jobId(1) }]);
    expect(await again.since(OTHER_CLIENT, afterSubmit)).toMatchObject([{ kind: 'job', job: { job: { state: 'done' } } }]);
    expect(await again.since(CLIENT, again.seq)).toEqual([]);
    expect([await again.since(CLIENT, again.seq + 1), await again.since(CLIENT, before - 1)]).toEqual([undefined, undefined]);
  });

  it('drops the jobs of a client that was revoked, and no others', async () => {
    const desk = some.open();
    await desk.submit(CLIENT, someOrder(1, { request: { steps: 200 } }));
    await desk.submit(OTHER_CLIENT, someOrder(2));
    await some.settled(1, ['running']);
    await desk.drop(CLIENT);
    expect(await desk.list(CLIENT)).toEqual([]);
    expect((await some.settled(2, undefined, OTHER_CLIENT)).job.state).toBe('done');
    expect(await desk.counts()).toEqual([{ state: 'done', engine: 'onnx', jobs: 1 }]);
  });
});
