import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { isDeepStrictEqual } from 'node:util';
import { explain } from '#core/domain/words/explain.ts';
import type { Fault } from '#core/schema/fault.ts';
import { NO_FAULTS } from '../../../tests/stand-ins/comfyui/faults.ts';
import { StandInProcess } from '../../../tests/stand-ins/comfyui/open-stand-in.ts';
import { ComfyClient } from './client.ts';
import type { ComfyEngine, ComfyOptions } from './engine.ts';
import { asked, begun, JOB, openEngine, running } from './meet.test-support.ts';

let standIn: StandInProcess;
const engines: ComfyEngine[] = [];
const open = (options: Partial<ComfyOptions> = {}): ComfyEngine => {
  const engine = openEngine([standIn.address], options);
  engines.push(engine);
  return engine;
};
beforeAll(async () => void (standIn = await StandInProcess.open()));
afterAll(() => standIn.kill());
afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.dispose()));
  if (!standIn.isRunning) await standIn.start();
  await standIn.reset();
});

const faultOf = async (engine: ComfyEngine, ...[changes, context]: [Parameters<typeof asked>[0]?, Parameters<typeof running>[0]?]): Promise<Fault | undefined> => {
  const result = await engine.run(asked(changes), running(context));
  return result.ok ? undefined : result.fault;
};

describe('what fails in ComfyUI', () => {
  it('is out of memory by its exception, and works in tiles when it is tried again', async () => {
    await standIn.set({ inSampler: 'out-of-memory-unless-tiled' });
    const engine = open();
    expect(await faultOf(engine, {}, { job: JOB })).toEqual({ reason: 'out-of-memory', facts: {} });
    expect(await faultOf(engine, {}, { job: JOB, tiling: true })).toBeUndefined();
    const { prompts } = await standIn.log();
    expect(prompts.map(({ id }) => id)).toEqual([JOB, JOB]);
  });

  it('is told in its own words, with the node, and a lost card as what it is', async () => {
    await standIn.set({ inSampler: 'error' });
    const engine = open();
    const fault = await faultOf(engine);
    expect(fault?.reason).toBe('engine-refused');
    expect(fault?.facts.detail).toMatch(/^KSamplerAdvanced \(node \d+\) failed: Given groups=1.*channels instead\.$/);
    await standIn.set({ inSampler: 'device-lost' });
    expect((await faultOf(engine, { seed: 12 }))?.reason).toBe('device-lost');
  });

  it('is not taken for the end of the next try under the same id', async () => {
    await standIn.set({ inSampler: 'error' });
    const engine = open();
    expect((await faultOf(engine, {}, { job: JOB }))?.reason).toBe('engine-refused');
    await standIn.set({ inSampler: 'nothing' });
    expect(await faultOf(engine, {}, { job: JOB })).toBeUndefined();
  });

  it('was stopped by somebody in its own window', async () => {
    await standIn.set({ stepMs: 40 });
    const { run, denoising } = begun({ job: JOB });
    const result = open().run(asked({ steps: 100 }), run);
    await denoising;
    await new ComfyClient(standIn.address).interrupt(JOB);
    expect(await result).toMatchObject({ ok: false, fault: { reason: 'engine-refused', facts: { detail: 'It was stopped in ComfyUI itself.' } } });
  });

  it('hangs, is given up after a time, and is interrupted', async () => {
    await standIn.set({ inSampler: 'hang' });
    const fault = await faultOf(open({ times: { silence: 100, stall: 600 } }), {}, { job: JOB });
    expect(fault?.reason).toBe('timed-out');
    expect((await standIn.log()).interrupts).toEqual([JOB]);
  });

  it('hands out fewer frames than were asked for, or none', async () => {
    await standIn.set({ leavesOut: 1 });
    const engine = open();
    expect((await faultOf(engine))?.facts.detail).toBe('It has made 4 frames of 160 × 128 pixels instead of 5 frames of 160 × 128 pixels.');
    await standIn.set({ leavesOut: 5 });
    expect((await faultOf(engine, { seed: 12 }))?.facts.detail).toMatch(/has made no picture/);
    await standIn.set({ leavesOut: 0, losesFiles: true });
    expect((await faultOf(engine, { seed: 13 }))?.facts.detail).toMatch(/does not hand out .*_00001_\.png/);
  });
});

describe('what cannot be reached', () => {
  it('is away when nothing answers', async () => {
    await standIn.kill();
    const engine = open();
    const fault = await faultOf(engine);
    expect(fault).toMatchObject({ reason: 'engine-away', facts: { engine: 'ComfyUI' } });
    expect(explain(fault as Fault).happened).toMatch(/^ComfyUI cannot be reached\. Nothing answers at 127\.0\.0\.1:\d+\.$/);
    expect(await engine.describe()).toMatchObject({ provider: 'none', why: expect.stringMatching(/^No ComfyUI answers at .*\.$/) as string });
  });

  it('is no ComfyUI where something else answers', async () => {
    await standIn.set({ garbage: ['queue', 'system_stats'] });
    const engine = open();
    expect((await faultOf(engine))?.facts.detail).toMatch(/does not speak as ComfyUI does\.$/);
    await standIn.set({ garbage: [], broken: ['queue'] });
    expect((await faultOf(engine))?.reason).toBe('engine-away');
    await standIn.set(NO_FAULTS);
    expect(await faultOf(engine)).toBeUndefined();
  });

  it('is not asked at an address outside', async () => {
    for (const address of ['http://93.184.216.34:8188', 'http://[2606:2800:220:1::1]:8188']) {
      const engine = openEngine([address]);
      expect(await faultOf(engine)).toMatchObject({ reason: 'address-not-allowed' });
      await engine.dispose();
    }
  });
});

describe('what breaks off in the middle', () => {
  it('goes on after a break of the socket', async () => {
    await standIn.set({ dropSocketsAfter: 2, stepMs: 30 });
    const run = running({ job: JOB });
    expect(await open({ times: { retryMs: 20 } }).run(asked(), run)).toMatchObject({ ok: true });
    expect((await standIn.log()).prompts).toHaveLength(1);
    expect(run.told.filter(({ stage }) => stage === 'denoise').at(-1)).toMatchObject({ step: 6, steps: 6 });
  });

  it.each([{ silent: true }, { noSockets: true }])('is found done by asking where the socket says nothing: %o', async (faults) => {
    await standIn.set(faults);
    expect(await faultOf(open({ times: { silence: 100, retryMs: 20, connectMs: 200 } }))).toBeUndefined();
  });

  it('waits for a history that is written late', async () => {
    await standIn.set({ historyMs: 400 });
    expect(await faultOf(open())).toBeUndefined();
    expect((await standIn.log()).prompts).toHaveLength(1);
  });

  it('is sent again after ComfyUI was started again, under the same id', async () => {
    await standIn.set({ diesAfter: 3, stepMs: 20 });
    const run = running({ job: JOB });
    const result = open({ times: { silence: 200, retryMs: 50 } }).run(asked(), run);
    await standIn.ended();
    await standIn.start();
    expect(await result).toMatchObject({ ok: true });
    expect((await standIn.log()).prompts.map(({ id }) => id)).toEqual([JOB]);
    const fractions = run.told.map(({ fraction }) => fraction);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
  });

  it('is given up where ComfyUI does not come back', async () => {
    await standIn.set({ diesAfter: 3, stepMs: 20 });
    const begin = performance.now();
    const fault = await faultOf(open({ times: { silence: 200, away: 800, retryMs: 50 } }));
    expect(fault).toMatchObject({ reason: 'engine-died', facts: { detail: expect.stringMatching(/did not come back\.$/) as string } });
    expect(performance.now() - begin).toBeLessThan(10_000);
  });

  it('is noticed as soon as the socket breaks, not only after a silence', async () => {
    await standIn.set({ diesAfter: 3, stepMs: 20 });
    const begin = performance.now();
    const fault = await faultOf(open({ times: { silence: 60_000, away: 300, retryMs: 50 } }));
    expect(fault?.reason).toBe('engine-died');
    expect(performance.now() - begin).toBeLessThan(15_000);
  });

  it('is given up where it is lost each time', async () => {
    const lost = standIn;
    await lost.set({ diesAfter: 2 });
    const result = faultOf(open({ times: { silence: 100, retryMs: 20 } }), {}, { job: JOB });
    for (let time = 0; time < 2; time += 1) {
      await lost.ended();
      await lost.start({ diesAfter: 2 });
    }
    await lost.ended();
    await lost.start();
    expect(await result).toMatchObject({ reason: 'engine-died', facts: { detail: expect.stringMatching(/lost the work 3 times\.$/) as string } });
    expect((await lost.log()).prompts).toHaveLength(0);
  });

  it('is taken up again when we are started again, and not sent twice', async () => {
    await standIn.set({ stepMs: 60 });
    const client = new ComfyClient(standIn.address);
    const first = open({ times: { silence: 200 } });
    const { run, denoising } = begun({ job: JOB });
    const broken = first.run(asked({ steps: 10 }), run);
    await denoising;
    // As after a kill: another engine, while what the first one sent is still at work.
    const again = open().run(asked({ steps: 10 }), running({ job: JOB }));
    expect(await again).toMatchObject({ ok: true });
    expect(await broken).toMatchObject({ ok: true });
    // And once more when it is long done.
    expect(await open().run(asked({ steps: 10 }), running({ job: JOB }))).toMatchObject({ ok: true });
    expect((await standIn.log()).prompts).toHaveLength(1);
    expect(isDeepStrictEqual((await client.history(JOB))?.prompt[1], JOB)).toBe(true);
  });

  it('does not take other work under the same id for its own', async () => {
    const engine = open();
    const one = await engine.run(asked({ seed: 1 }), running({ job: JOB }));
    const other = await engine.run(asked({ seed: 2 }), running({ job: JOB }));
    expect(one.ok && other.ok && isDeepStrictEqual(one.value.video.rgb, other.value.video.rgb)).toBe(false);
    expect((await standIn.log()).prompts).toHaveLength(2);
  });
});

describe('cancel', () => {
  it('takes what waits out of the queue, and leaves what another has sent alone', async () => {
    await standIn.set({ stepMs: 25 });
    const engine = open();
    const others = begun();
    const other = engine.run(asked({ steps: 40 }), others.run);
    await others.denoising;
    const abort = new AbortController();
    const waiting = engine.run(asked({ seed: 5 }), running({ job: JOB, signal: abort.signal }));
    const client = new ComfyClient(standIn.address);
    await expect.poll(async () => (await client.queue()).queue_pending.length).toBe(1);
    abort.abort();
    expect(await waiting).toMatchObject({ ok: false, fault: { reason: 'cancelled' } });
    expect(await other).toMatchObject({ ok: true });
    const { deleted, interrupts } = await standIn.log();
    expect({ deleted, interrupts }).toEqual({ deleted: [JOB], interrupts: [] });
  });

  it('interrupts its own prompt only, also where the server interrupts whatever runs', async () => {
    await standIn.set({ stepMs: 25, old: true });
    const abort = new AbortController();
    const engine = open();
    const { run, denoising } = begun({ signal: abort.signal });
    const result = engine.run(asked({ steps: 100 }), run);
    await denoising;
    abort.abort();
    expect(await result).toMatchObject({ ok: false, fault: { reason: 'cancelled' } });
    expect(await engine.run(asked({ seed: 4 }), running())).toMatchObject({ ok: true });
    expect((await standIn.log()).interrupts).toHaveLength(1);
  });

  it('is answered at once by a server that takes its time', async () => {
    await standIn.set({ stepMs: 25, answerMs: 0 });
    const abort = new AbortController();
    const { run, denoising } = begun({ signal: abort.signal });
    const result = open().run(asked({ steps: 100 }), run);
    await denoising;
    await standIn.set({ answerMs: 6_000 });
    const begin = performance.now();
    abort.abort();
    expect(await result).toMatchObject({ ok: false, fault: { reason: 'cancelled' } });
    expect(performance.now() - begin).toBeLessThan(3_000);
    await standIn.set({ answerMs: 0 });
    const client = new ComfyClient(standIn.address);
    await expect.poll(async () => (await client.queue()).queue_running.length, { timeout: 5_000 }).toBe(0);
  });
});

it('ends in good order where the server does not answer any more', async () => {
  await standIn.set({ stepMs: 25 });
  const engine = open();
  const { run, denoising } = begun();
  const result = engine.run(asked({ steps: 100 }), run);
  await denoising;
  await standIn.set({ answerMs: 8_000 });
  const begin = performance.now();
  await engine.dispose();
  expect(performance.now() - begin).toBeLessThan(5_000);
  expect(await result).toMatchObject({ ok: false, fault: { reason: 'cancelled' } });
  await standIn.kill();
});

describe('what it says meanwhile', () => {
  it.each([false, true])('previews come as frames, one a step, from old and new servers (old: %s)', async (old) => {
    await standIn.set({ old, stepMs: 30 });
    const run = running();
    expect(await open().run(asked(), run)).toMatchObject({ ok: true });
    expect(run.previews.length).toBeGreaterThan(1);
    expect(run.previews.length).toBeLessThanOrEqual(6);
    expect(run.previews[0]).toMatchObject({ width: 52, height: 30, frames: 1 });
    expect(run.previews[0]?.rgb.length).toBe(52 * 30 * 3);
  });

  it('steps are counted over both experts, and stages come in their order', async () => {
    const run = running();
    await open().run(asked({ steps: 5 }), run);
    const steps = run.told.filter(({ stage }) => stage === 'denoise').map(({ step }) => step);
    expect(steps).toEqual([...steps].sort((a, b) => a - b));
    expect(steps.at(-1)).toBe(5);
    expect(run.told.at(-1)).toEqual({ stage: 'decode', step: 5, steps: 5, fraction: 0.95 });
    expect(run.told.map(({ stage }) => stage)).toContain('load');
  });

  it('asks without an Origin, and gives memory back', async () => {
    const engine = open();
    await engine.run(asked(), running());
    await engine.unload();
    const { freed, origins } = await standIn.log();
    expect({ freed, origins }).toEqual({ freed: 1, origins: 0 });
  });

  it('tells when its offer has changed', async () => {
    const engine = open({ times: { watch: 100 } });
    let changes = 0;
    const stop = engine.subscribe(() => (changes += 1));
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(changes).toBe(0);
    await standIn.set({ withoutModels: ['vae'] });
    await expect.poll(() => changes, { timeout: 5_000 }).toBe(1);
    stop();
  });
});
