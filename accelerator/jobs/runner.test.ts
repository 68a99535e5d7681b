import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Fault } from '#core/schema/fault.ts';
import { FakeHost } from '../../tests/contract/fake-host.ts';
import { CLIENT, jobId, SomeDesk, someOrder } from '../../tests/fixtures/some-desk.ts';
import { clipOf } from '../../tests/fixtures/of-a-clip.ts';

let some: SomeDesk;
beforeEach(async () => void (some = await SomeDesk.make()));
afterEach(() => some.remove());

const fault = (reason: Fault['reason']): Fault => ({ reason, facts: {} });
const outcomes = async (n: number) => (await some.desk.get(CLIENT, jobId(n)))?.log.map(({ outcome }) => outcome);

describe('the runner', () => {
  it('tries again after a fault that may pass, until the attempts are spent', async () => {
    some.engine.nextFault = fault('engine-died');
    const desk = some.open();
    await desk.submit(CLIENT, someOrder(1));
    expect((await some.settled(1)).job).toMatchObject({ state: 'done', attempts: 2 });
    some.engine.nextFault = fault('engine-died');
    some.engine.laterFaults.push(fault('engine-died'), fault('engine-died'));
    await desk.submit(CLIENT, someOrder(2));
    expect((await some.settled(2)).job).toMatchObject({ state: 'failed', fault: { reason: 'engine-died' }, attempts: 3 });
    some.engine.nextFault = fault('prompt-empty');
    await desk.submit(CLIENT, someOrder(3));
    expect((await some.settled(3)).job).toMatchObject({ state: 'failed', attempts: 1 });
  });

  it('waits out the pause before it tries again', async () => {
    some.engine.nextFault = fault('engine-died');
    const desk = some.open({ random: () => 0.3 });
    await desk.submit(CLIENT, someOrder(1));
    const { log } = await some.settled(1);
    expect(log[1]!.startedAt - log[0]!.endedAt!).toBeGreaterThanOrEqual(300);
  });

  it('takes one step down after another when the memory runs out, and says so in the result', async () => {
    some.engine.nextFault = fault('out-of-memory');
    some.engine.laterFaults.push(fault('out-of-memory'));
    const desk = some.open();
    await desk.submit(CLIENT, someOrder(1, { request: { width: 64, height: 64 } }));
    const { result, log } = await some.settled(1);
    expect(some.engine.asked.map(({ tiling, request: { width } }) => [tiling, width])).toEqual([[false, 64], [true, 64], [true, 48]]);
    expect(log.map(({ stepDown }) => stepDown)).toEqual(['tiling', 'size', undefined]);
    expect(clipOf(result!).adjustments.map(({ what, because }) => [what, because])).toEqual([['tiling', 'memory'], ['width', 'memory'], ['height', 'memory']]);
  });

  it('holds an order to the steps down that came with it, its pictures made smaller too', async () => {
    const kept = await some.shelf.keep(new Uint8Array(64 * 64 * 3).fill(100));
    const first = { width: 64, height: 64, sha256: kept.sha256, rgb: kept.sha256 };
    await some.open().submit(CLIENT, someOrder(1, { stepsDown: ['size'], request: { mode: 'i2v', first, width: 64, height: 64 } }));
    expect((await some.settled(1)).job.state).toBe('done');
    expect(some.engine.asked[0]?.request.first).toMatchObject({ width: 48, height: 48, rgb: new Uint8Array(48 * 48 * 3).fill(100) });
  });

  it('gives up work that shows no sign of life, and goes on with the next', async () => {
    some.engine.hangs = true;
    const desk = some.open({ stillMs: 150, stopMs: 100 });
    await desk.submit(CLIENT, someOrder(1, { request: { steps: 3 } }));
    // It hangs and obeys nobody; the runner does not wait for it for ever. Its later attempts go well.
    await some.settled(1, ['running']);
    some.engine.hangs = false;
    const { job, log } = await some.settled(1);
    expect([job.state, log.map(({ fault: why }) => why?.reason)]).toEqual(['done', ['timed-out', undefined]]);
  });

  it('waits while the engine is away or lacks a file, and says for what; takes another where any will do', async () => {
    some.engine.goAway(true);
    const desk = some.open();
    await desk.submit(CLIENT, someOrder(1));
    expect((await some.settled(1, ['waiting'])).job).toMatchObject({ waitsFor: ['accelerator'] });
    some.engine.lackFile(true);
    some.engine.goAway(false);
    await expect.poll(async () => (await desk.get(CLIENT, jobId(1)))?.job).toMatchObject({ state: 'waiting', waitsFor: ['model'] });
    some.engine.lackFile(false);
    expect((await some.settled(1)).job.state).toBe('done');
    await some.close();

    const other = new FakeHost('comfyui', 1);
    some.engine.goAway(true);
    const both = some.open({ engines: { onnx: some.engine, comfyui: other } });
    await both.submit(CLIENT, someOrder(2));
    await both.submit(CLIENT, someOrder(3, { engine: 'onnx' }));
    expect(await some.settled(2)).toMatchObject({ engine: 'comfyui', job: { state: 'done' } });
    expect((await some.settled(3, ['waiting'])).job).toMatchObject({ waitsFor: ['accelerator'] });
    some.engine.goAway(false);
    expect(await some.settled(3)).toMatchObject({ engine: 'onnx', job: { state: 'done' } });
  });

  it('says nothing of an engine that is away for a moment', async () => {
    some.engine.hangs = true;
    const desk = some.open({ stopMs: 50 });
    await desk.submit(CLIENT, someOrder(1));
    await desk.submit(CLIENT, someOrder(2));
    await some.settled(1, ['running']);
    const before = desk.seq;
    some.engine.goAway(true);
    await new Promise((resolve) => setTimeout(resolve, 300));
    some.engine.goAway(false);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect([await desk.since(CLIENT, before), (await desk.get(CLIENT, jobId(2)))?.job.state]).toEqual([[], 'queued']);
  });

  it('works on as many jobs at a time as each engine may have', async () => {
    const other = new FakeHost('comfyui', 5);
    const desk = some.open({ engines: { onnx: some.engine, comfyui: other }, concurrency: { onnx: 2 } });
    let most: Record<string, number> = {};
    const now: Record<string, number> = { onnx: 0, comfyui: 0 };
    for (const [name, engine] of [['onnx', some.engine], ['comfyui', other]] as const) {
      const run = engine.run.bind(engine);
      engine.run = async (...words) => {
        now[name]! += 1;
        most = { ...most, [name]: Math.max(most[name] ?? 0, now[name]!) };
        return run(...words).finally(() => (now[name]! -= 1));
      };
    }
    for (let n = 1; n <= 12; n += 1) await desk.submit(CLIENT, someOrder(n, { engine: n % 2 === 0 ? 'onnx' : 'comfyui', request: { steps: 4 } }));
    for (let n = 1; n <= 12; n += 1) expect((await some.settled(n)).job.state).toBe('done');
    expect(most).toEqual({ onnx: 2, comfyui: 1 });
  });

  it('gives back in good order what runs when it is closed, and holds it against nobody', async () => {
    const desk = some.open();
    await desk.submit(CLIENT, someOrder(1, { request: { steps: 100 } }));
    await some.settled(1, ['running']);
    await some.close();
    some.open();
    const { job } = await some.settled(1);
    expect([job.state, job.attempts, job.crashes, await outcomes(1)]).toEqual(['done', 1, 0, ['left', 'done']]);
  });

  it('refuses the end of an attempt whose job was sent again meanwhile', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    let runs = 0;
    const desk = some.open({
      concurrency: { onnx: 2 },
      encode: async () => {
        runs += 1;
        if (runs === 1) await held;
        return new Uint8Array([runs]);
      },
    });
    await desk.submit(CLIENT, someOrder(1));
    await expect.poll(() => runs).toBe(1);
    await desk.cancel(CLIENT, jobId(1));
    await desk.retry(CLIENT, jobId(1));
    const { result } = await some.settled(1);
    release();
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect([(await desk.get(CLIENT, jobId(1)))?.result, await outcomes(1)]).toEqual([result, ['cancelled', 'done']]);
    // The same when it was forgotten in between, and its leases count from the start.
    let again = (): void => undefined;
    const heldAgain = new Promise<void>((resolve) => (again = resolve));
    runs = 0;
    await desk.forget(CLIENT, jobId(1));
    await some.close();
    const reopened = some.open({
      concurrency: { onnx: 2 },
      encode: async () => {
        runs += 1;
        await (runs === 1 ? heldAgain : undefined);
        return new Uint8Array([runs + 10]);
      },
    });
    await reopened.submit(CLIENT, someOrder(2, { request: { prompt: 'before' } }));
    await expect.poll(() => runs).toBe(1);
    await reopened.cancel(CLIENT, jobId(2));
    await reopened.forget(CLIENT, jobId(2));
    await reopened.submit(CLIENT, someOrder(2, { request: { prompt: 'after' } }));
    again();
    expect(clipOf((await some.settled(2)).result!).recipe.prompt).toBe('after');
  });

  it('takes a bug in an engine as a failed attempt, and goes on with the others', async () => {
    const run = some.engine.run.bind(some.engine);
    some.engine.run = (request, context) => (request.seed === 1 ? Promise.reject(new Error('a bug')) : run(request, context));
    const desk = some.open();
    await desk.submit(CLIENT, someOrder(1));
    await desk.submit(CLIENT, someOrder(2));
    expect((await some.settled(2)).job.state).toBe('done');
    expect((await some.settled(1)).job).toMatchObject({ state: 'failed', fault: { reason: 'worker-died' } });
  });

  it('keeps its order and its pauses when the clock is set back by a year', async () => {
    let date = Date.now();
    const clocks = { date: () => date, steady: () => performance.now() };
    some.engine.nextFault = fault('engine-died');
    const desk = some.open({ clocks, random: () => 0.2 });
    await desk.submit(CLIENT, someOrder(1));
    await some.settled(1, ['queued']);
    date -= 365 * 24 * 60 * 60_000;
    await desk.submit(CLIENT, someOrder(2));
    expect([(await some.settled(1)).job.state, (await some.settled(2)).job.state]).toEqual(['done', 'done']);
    const { submittedAt } = (await desk.get(CLIENT, jobId(2)))!;
    expect(submittedAt).toBeGreaterThanOrEqual((await desk.get(CLIENT, jobId(1)))!.submittedAt);
    // Also when it was set back while nobody ran: what was kept counts as past.
    await some.close();
    const again = some.open({ clocks });
    await again.submit(CLIENT, someOrder(3));
    expect((await some.settled(3)).submittedAt).toBeGreaterThanOrEqual(submittedAt);
  });
});
